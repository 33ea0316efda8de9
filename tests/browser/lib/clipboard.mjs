// What somebody gets who pastes into a field of another page.
export async function pasted(chromium) {
  const page = await chromium.newPage();
  await page.setContent('<textarea></textarea>');
  await page.focus('textarea');
  await page.keyboard.press('KeyV', { commands: ['Paste'] });
  const text = await page.$eval('textarea', (field) => field.value);
  await page.close();
  return text;
}
