// Times in the reader's own zone, with the zone said; groups of a form that are not needed stay folded.
"use strict";
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const format = new Intl.DateTimeFormat(document.documentElement.lang, {
  dateStyle: "medium", timeStyle: "short",
});
const named = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "long" });
for (const time of document.querySelectorAll("time[datetime]")) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  time.title = `${named.format(at)} (${time.textContent})`;
  time.textContent = format.format(at);
}
for (const place of document.querySelectorAll(".zone")) {
  place.textContent = "";
  place.parentElement.firstChild.textContent = `All times in your zone, ${zone}`;
}
for (const group of document.querySelectorAll("fieldset.group")) {
  const more = [...group.querySelectorAll("fieldset[data-more]")];
  if (more.length === 0) continue;
  more.forEach((row) => { row.hidden = true; });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "One more";
  button.addEventListener("click", () => {
    const next = more.shift();
    next.hidden = false;
    next.querySelector("input, select, textarea").focus();
    if (more.length === 0) button.remove();
  });
  group.append(button);
}
