// The entry in the context menu and its keyboard shortcut: both open the popup, which copies the report once it is
// written. So a page's own text never gets near the clipboard. Firefox on a phone has neither menus nor shortcuts.

const COPY = "copy-report";
const { contextMenus, commands, action, runtime, i18n, storage, tabs } = chrome;

/** The popup finds the wish under the tab's number, and takes it away. Without a popup there is nothing to wish for. */
function copyReport(tab) {
  const wish = `copy:${tab.id}`;
  storage.session.set({ [wish]: true });
  return action.openPopup().catch(() => storage.session.remove(wish));
}

// Firefox calls an extension that a developer loads "temporary"; somebody who does that every hour needs no welcome.
runtime.onInstalled.addListener(({ reason, temporary }) => {
  contextMenus?.create({ id: COPY, title: i18n.getMessage("menu_copy_report"), contexts: ["page", "action"] });
  if (reason === "install" && !temporary) tabs.create({ url: "tab.html?welcome" });
});
contextMenus?.onClicked.addListener(({ menuItemId }, tab) => menuItemId === COPY && tab && copyReport(tab));
commands?.onCommand.addListener((command, tab) => command === COPY && tab && copyReport(tab));
