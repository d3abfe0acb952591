// The program is fetched once the loading screen has been painted. This script stands in each page, as it is.
requestAnimationFrame(() => setTimeout(() => {
  const program = document.getElementById("program");
  if (program) program.rel = "preload";
}));
