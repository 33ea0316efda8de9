// The first script of a background under test: takes away what Firefox on a phone does not have.

for (const area of ['commands', 'contextMenus', 'windows']) delete chrome[area];
