import type { MarkdownOptions } from "vitepress";

interface Colours {
  background: string;
  text: string;
  comment: string;
  keyword: string;
  string: string;
  constant: string;
  name: string;
  type: string;
  punctuation: string;
}

/** Code in the colours of the site. Each stands out from its background by 4.5 : 1 or more. */
export const codeTheme: NonNullable<MarkdownOptions["theme"]> = {
  light: theme("actfn-light", {
    background: "#f6f3ee",
    text: "#2a2520",
    comment: "#6f665b",
    keyword: "#b23a0c",
    string: "#3d6b21",
    constant: "#1f5fa6",
    name: "#7a3e8f",
    type: "#855400",
    punctuation: "#6b6259",
  }),
  dark: theme("actfn-dark", {
    background: "#1c1a18",
    text: "#e9e3da",
    comment: "#978d80",
    keyword: "#ff9a66",
    string: "#a6cf8b",
    constant: "#86bdf7",
    name: "#d9a8e6",
    type: "#e6c07b",
    punctuation: "#a89e92",
  }),
};

function theme(name: string, colours: Colours) {
  const rule = (foreground: string, ...scope: string[]) => ({ scope, settings: { foreground } });
  return {
    name,
    type: name.endsWith("dark") ? ("dark" as const) : ("light" as const),
    colors: { "editor.background": colours.background, "editor.foreground": colours.text },
    settings: [
      { settings: { background: colours.background, foreground: colours.text } },
      rule(colours.punctuation, "punctuation", "keyword.operator", "meta.brace"),
      rule(colours.keyword, "keyword.control", "storage", "keyword.operator.new", "keyword.operator.expression"),
      rule(colours.string, "string", "punctuation.definition.string", "string.unquoted.argument.shell"),
      rule(colours.constant, "constant.numeric", "storage.type.numeric", "constant.language", "constant.other.option"),
      rule(colours.name, "entity.name.function", "support.function", "entity.name.command"),
      rule(colours.type, "entity.name.type", "support.type", "support.class", "entity.name.class"),
      rule(colours.text, "variable", "meta.template.expression", "support.variable.property"),
      rule(colours.comment, "comment", "punctuation.definition.comment"),
    ],
  };
}
