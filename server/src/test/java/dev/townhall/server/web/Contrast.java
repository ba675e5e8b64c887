package dev.townhall.server.web;

/// Measures the contrast of text in a page by the formula of WCAG 2.
final class Contrast {
    /// Returns the visible texts whose contrast with what lies behind them is below 4.5.
    static final String SCRIPT =
            """
            () => {
              const canvas = document.createElement('canvas').getContext('2d', {
                willReadFrequently: true });
              const rgba = (color) => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                const d = canvas.getImageData(0, 0, 1, 1).data;
                return [d[0], d[1], d[2], d[3] / 255];
              };
              const over = (top, below) => [0, 1, 2].map(
                (i) => top[i] * top[3] + below[i] * (1 - top[3])).concat([1]);
              const behind = (element) => {
                const layers = [];
                for (let e = element; e; e = e.parentElement) {
                  layers.push(rgba(getComputedStyle(e).backgroundColor));
                }
                return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
              };
              const light = (c) => {
                const [r, g, b] = c.slice(0, 3).map((v) => v / 255).map(
                  (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const poor = [];
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (texts.nextNode()) {
                const element = texts.currentNode.parentElement;
                const words = texts.currentNode.textContent.trim();
                if (!words || !element.checkVisibility() || element.closest('.only-read, script')) {
                  continue;
                }
                const back = behind(element);
                const ink = over(rgba(getComputedStyle(element).color), back);
                const [a, b] = [light(ink), light(back)].sort((x, y) => y - x);
                const ratio = (a + 0.05) / (b + 0.05);
                if (ratio < 4.5) poor.push(words.slice(0, 40) + ': ' + ratio.toFixed(2));
              }
              return poor;
            }
            """;

    private Contrast() {}
}
