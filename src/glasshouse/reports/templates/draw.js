// Draws every panel of the page from the specification beside it. Nothing is fetched.
const theme = JSON.parse(document.getElementById("theme").textContent);
const drawn = [...document.querySelectorAll(".drawing")].map((box) =>
  vegaEmbed(box, JSON.parse(box.nextElementSibling.textContent), {
    mode: "vega-lite", renderer: "svg", actions: false, ast: true, config: theme,
  })
);
Promise.all(drawn).then(() => { document.documentElement.dataset.drawn = String(drawn.length); });

// A print shows the slips and the assumptions; the figures' tables and the older acts stay folded.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll(".resident, .assumptions")) fold.open = true;
});
