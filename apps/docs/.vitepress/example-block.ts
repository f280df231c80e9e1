import type { MarkdownEnv, MarkdownRenderer } from "vitepress";
import { readExample } from "./packages.js";

const embedding = /^@\[example\]\(([\w-]+\/[\w.-]+)\)$/;

/**
 * Teaches Markdown the line `@[example](softmax/temperature)`: the code of packages/softmax/examples/temperature.ts,
 * the same for PyTorch where temperature.py is beside it, and the output that was recorded for them. It is highlighted
 * while the site is built, and needs no script to be read or to switch between the two languages.
 */
export function exampleBlock(md: MarkdownRenderer): void {
  md.block.ruler.before("paragraph", "example", (state, startLine, _endLine, silent) => {
    const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
    const id = embedding.exec(state.src.slice(start, state.eMarks[startLine]).trim())?.[1];
    if (!id) return false;
    if (silent) return true;

    const example = readExample(id);
    const env: MarkdownEnv = state.env;
    // VitePress renders the page again when one of these changes.
    env.includes?.push(example.file, example.outFile, ...(example.pytorch ? [example.pytorch.file] : []));

    const html = (content: string) => {
      state.push("html_block", "", 0).content = content;
    };
    const fence = (language: string, content: string) => {
      const token = state.push("fence", "code", 0);
      token.info = language;
      token.content = `${content}\n`;
      token.map = [startLine, startLine + 1];
    };

    const title = md.utils.escapeHtml(example.title.replaceAll("`", ""));
    html(`<figure class="example" data-example="${id}" aria-label="${title}"><div class="example-code">`);
    if (example.pytorch) html(languageTab(id, "TypeScript", "checked"));
    else html('<span class="example-tab">TypeScript</span>');
    html('<div class="example-panel">');
    fence("ts", example.code);
    html("</div>");
    if (example.pytorch) {
      html(`${languageTab(id, "PyTorch")}<div class="example-panel">`);
      fence("py", example.pytorch.code);
      html("</div>");
    }
    // A pre that can scroll must take the focus, so that the keyboard can scroll it.
    html(
      `</div><div class="example-output"><span class="example-tab" aria-hidden="true">${example.pytorch ? "both print" : "prints"}</span>` +
        `<pre v-pre tabindex="0" role="group" aria-label="Output: ${title}"><code>` +
        `${md.utils.escapeHtml(example.recorded.trimEnd())}</code></pre></div></figure>\n`,
    );
    state.line = startLine + 1;
    return true;
  });
}

function languageTab(id: string, language: string, checked = ""): string {
  return `<label class="example-tab"><input type="radio" name="${id}" ${checked}>${language}</label>`;
}
