// Draws every panel of the page from the specification beside it. Nothing is fetched.
const theme = JSON.parse(document.getElementById("theme").textContent);
const drawn = [...document.querySelectorAll(".drawing")].map((box) =>
  vegaEmbed(box, JSON.parse(box.nextElementSibling.textContent), {
    mode: "vega-lite", renderer: "svg", actions: false, ast: true, config: theme,
  })
);
Promise.all(drawn).then(() => { document.documentElement.dataset.drawn = String(drawn.length); });

// A print shows what a reader could open: the slips, the assumptions and the commands, not the figures' tables.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not(.figures)")) fold.open = true;
});
