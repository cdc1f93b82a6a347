package io.github.packtrain.simulator.page;

import java.util.List;

/** The frame of a page, and text in it. */
final class Html {
  /** Colours that most people tell apart (Okabe and Ito, 2008), on white and on black. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f");

  private static final List<String> DASHES = List.of("", "6 3", "2 3", "8 3 2 3");

  /** How many lines look different from each other. */
  static final int STYLES = COLOURS.size() * DASHES.size();

  private Html() {}

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A whole page. */
  static String page(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        :root { color-scheme: light dark; --faint: #8886; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 82rem; padding: 0 1rem; }
        h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.05rem; margin: 0 0 .4rem; }
        p.command { color: #888; margin-top: .2rem; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid var(--faint); white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; }
        td.best { font-weight: 700; } td small { color: #888; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1.5rem; margin-top: 2rem; }
        svg { width: 100%%; height: auto; } svg text { font-size: 12px; fill: currentColor; }
        .grid { stroke: var(--faint); } polyline { fill: none; stroke-width: 2; }
        .key { width: 2rem; height: .7rem; vertical-align: middle; margin-right: .5rem; }
        %s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(escaped(title), lineStyles(), body);
  }

  private static String lineStyles() {
    StringBuilder css = new StringBuilder();
    for (int i = 0; i < STYLES; i++) {
      String dash = DASHES.get(i / COLOURS.size());
      css.append(".l%d { stroke: %s;".formatted(i, COLOURS.get(i % COLOURS.size())));
      css.append(dash.isEmpty() ? "" : " stroke-dasharray: " + dash + ";").append(" }\n");
    }
    return css.toString();
  }
}
