// Where pictures are shrunk and compared: in a page of the browser itself, which knows every format it draws.

// Half the size and this WebP quality still show whether anything moved, in a tenth of the bytes.
const SCALE = 0.5;
const QUALITY = 0.2;
// A pixel has changed if one of its colours differs by more than this once both pictures are blurred a little.
const TOLERANCE = 32;

const PROBE = `<!doctype html><meta charset="utf-8"><body style="width:420px;margin:8px;line-height:1.5">
<p style="font:400 14px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif">The quick brown fox asks 13 gateways.</p>
<p style="font:650 26px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif">It’s not you.</p>
<p dir="rtl" lang="ar" style="font:400 14px system-ui,'Noto Sans',sans-serif">المشكلة ليست من عندك، بل من الموقع نفسه.</p>
<p style="font:12px ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'Liberation Mono',monospace">HTTP/1.1 502 Bad Gateway</p>
<p style="width:40px;height:40px;border:2px dashed #1f7d4c;border-radius:50%;background:linear-gradient(#e8eeff,#fff)"></p>`;

// Resolves to
// - `shrink(png)`: the picture as it is kept,
// - `compare(old, now)`: { changed, picture } for two kept pictures: how many pixels, and a PNG in which they are red,
// - `probe()`: a picture of a fixed text.
export async function openBench(chromium) {
  const page = await chromium.newPage();
  await page.setViewport({ width: 440, height: 320 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await page.setContent(PROBE);
  const probed = await page.screenshot();
  const bytes = (base64) => Buffer.from(base64, 'base64');
  const text = (picture) => Buffer.from(picture).toString('base64');
  return {
    shrink: async (png) => bytes(await page.evaluate(shrink, text(png), SCALE, QUALITY)),
    compare: async (old, now) => {
      const { changed, picture } = await page.evaluate(compare, text(old), text(now), TOLERANCE);
      return { changed, picture: bytes(picture) };
    },
    probe: async () => probed,
  };
}

async function shrink(png, scale, quality) {
  const whole = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(Math.round(whole.width * scale), Math.round(whole.height * scale));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, canvas.width, canvas.height);
  const small = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality })).arrayBuffer());
  return btoa(Array.from(small, (byte) => String.fromCharCode(byte)).join(''));
}

// Where one picture is larger than the other, all of the rest has changed.
async function compare(old, now, tolerance) {
  const bitmaps = await Promise.all(
    [old, now].map(async (data) => createImageBitmap(await (await fetch(`data:image/webp;base64,${data}`)).blob())),
  );
  const [width, height] = ['width', 'height'].map((side) => Math.max(...bitmaps.map((bitmap) => bitmap[side])));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const [before, after] = bitmaps.map((bitmap) => {
    context.filter = 'none';
    context.fillStyle = '#808080';
    context.fillRect(0, 0, width, height);
    context.filter = 'blur(0.7px)';
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, width, height).data;
  });
  const shown = context.createImageData(width, height);
  let changed = 0;
  for (let at = 0; at < before.length; at += 4) {
    const differs = [0, 1, 2].some((colour) => Math.abs(before[at + colour] - after[at + colour]) > tolerance);
    changed += differs ? 1 : 0;
    const pale = 192 + after[at + 1] / 4;
    shown.data.set(differs ? [220, 0, 0, 255] : [pale, pale, pale, 255], at);
  }
  context.putImageData(shown, 0, 0);
  const picture = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  return { changed, picture: btoa(Array.from(picture, (byte) => String.fromCharCode(byte)).join('')) };
}
