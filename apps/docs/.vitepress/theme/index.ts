import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import HomeHero from "./home-hero.vue";
import HomeSection from "./home-section.vue";
import PackageCards from "./package-cards.vue";
import PackageHead from "./package-head.vue";
import "./colours.css";
import "./page.css";
import "./code.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    // What Markdown pages may name.
    app.component("HomeHero", HomeHero);
    app.component("HomeSection", HomeSection);
    app.component("PackageCards", PackageCards);
    app.component("PackageHead", PackageHead);
  },
} satisfies Theme;
