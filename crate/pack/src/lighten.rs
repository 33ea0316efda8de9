//! The files of `extension/` as a browser needs them: scripts as short as they can be, pages without comments, and
//! style sheets without comments or needless space and with their small pictures inside, which saves a file and a
//! request for each.

use crate::failure::Failure;
use crate::{layout, tools};
use std::path::Path;

/// How a style sheet begins to name a picture.
const PICTURE: &str = "url(\"icons/";

/// Is this a drawing? Those of a style sheet are written into it, and for the icon browsers want pictures.
pub(crate) fn is_drawing(file: &Path) -> bool {
    has_ending(file, "svg")
}

/// Writes this file of the folder into `dist/`.
pub(crate) fn write(folder: &Path, file: &Path) -> Result<(), Failure> {
    let copy = Path::new(layout::DIST).join(file);
    layout::write(&copy, &lightened(folder, file)?)?;
    // The minifier reads and writes files.
    if has_ending(file, "js") { tools::minify(&copy.to_string_lossy()) } else { Ok(()) }
}

fn lightened(folder: &Path, file: &Path) -> Result<Vec<u8>, Failure> {
    let path = folder.join(file);
    if has_ending(file, "html") {
        return Ok(trimmed(&without(&layout::read_text(&path)?, "<!--", "-->")).into_bytes());
    }
    if has_ending(file, "css") {
        let sheet = squeezed(&without(&layout::read_text(&path)?, "/*", "*/"));
        return drawn_in(&sheet, |name| layout::read_text(&folder.join(name))).map(String::into_bytes);
    }
    layout::read(&path)
}

fn has_ending(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|extension| extension == ending)
}

/// The text without what stands between these marks; what is never closed reaches to the end.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut pieces = text.split(open);
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.map(|piece| piece.split_once(close).map_or("", |(_, rest)| rest));
    [first].into_iter().chain(rest).collect()
}

/// A style sheet on one line, without spaces around its punctuation. None of those here has such a space within a
/// string. One before a colon stays, because in a selector it means "inside".
fn squeezed(sheet: &str) -> String {
    let words: Vec<&str> = sheet.split_whitespace().collect();
    let marks = ["{ ", " {", "} ", " }", "; ", ": ", ", "];
    let dense = marks.iter().fold(words.join(" "), |sheet, mark| sheet.replace(mark, mark.trim()));
    dense.replace(";}", "}")
}

/// The lines that are not empty, without their indentation.
fn trimmed(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The style sheet with each picture in place of its name.
fn drawn_in(sheet: &str, picture: impl Fn(&str) -> Result<String, Failure>) -> Result<String, Failure> {
    let mut pieces = sheet.split(PICTURE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('"').unwrap_or((piece, ""));
        out.push_str("url(\"");
        out.push_str(&address_of(&picture(&format!("icons/{name}"))?));
        out.push('"');
        out.push_str(rest);
    }
    Ok(out)
}

/// A picture, without its comments, as an address that fits between double quotes (RFC 2397).
fn address_of(svg: &str) -> String {
    let bare = without(svg, "<!--", "-->");
    let lines: Vec<_> = bare.lines().map(str::trim).collect();
    let text = lines.concat().replace('%', "%25").replace('#', "%23").replace('"', "'");
    format!("data:image/svg+xml,{text}")
}

#[cfg(test)]
mod tests {
    use super::{drawn_in, is_drawing, squeezed, trimmed, without};
    use std::path::Path;

    #[test]
    fn a_style_sheet_loses_its_comments_and_no_rule() {
        let sheet =
            "/* About. */\n\n:root {\n  --a: 1; /* one */\n}\n/* two\n * lines */ b, i :is(p) { --c: \"d\"; }\n";
        assert_eq!(squeezed(&without(sheet, "/*", "*/")), ":root{--a:1}b,i :is(p){--c:\"d\"}");
    }

    #[test]
    fn a_page_loses_its_comments_and_no_element() {
        let page = "<!doctype html>\n<!-- About. -->\n<html>\n  <p id=\"a\">b</p><!-- c\n d -->\n</html>\n";
        assert_eq!(trimmed(&without(page, "<!--", "-->")), "<!doctype html>\n<html>\n<p id=\"a\">b</p>\n</html>\n");
    }

    #[test]
    fn pictures_are_written_into_the_style_sheet() {
        let sheet = "a { mask: url(\"icons/marks/x.svg\") center; }\nb { mask: none; }";
        let picture = |name: &str| Ok(format!("<svg fill=\"#000\">\n  <!-- Why. -->\n  <path d=\"{name}\"/>\n</svg>"));
        let wanted = "a { mask: url(\"data:image/svg+xml,<svg fill='%23000'><path d='icons/marks/x.svg'/></svg>\") center; }\nb { mask: none; }";
        assert_eq!(drawn_in(sheet, picture).unwrap(), wanted);
    }

    #[test]
    fn drawings_are_no_files_of_the_package() {
        assert!(is_drawing(Path::new("icons/hops/you.svg")) && is_drawing(Path::new("icons/icon.svg")));
        assert!(!is_drawing(Path::new("icons/icon-16.png")));
    }
}
