//! The order of the module's functions: similar ones are near each other. That saves the package some kilobytes, and
//! makes no difference to those who run the module.
//!
//! The optimiser can sort functions by their names. So each is named here after the place where it should stand.

use crate::{formats, likeness};
use wasm_encoder::{NameMap, NameSection, Section};
use wasmparser::{BinaryReaderError, Parser, Payload};

/// How many bytes deflate looks back (RFC 1951, section 2).
const WINDOW: usize = 32 * 1024;

/// The module with the place of each function for its name.
pub(crate) fn numbered(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let (imported, bodies) = functions(module)?;
    let mut places: Vec<_> = likeness::order(&bodies, WINDOW).into_iter().zip(0_u32..).collect();
    places.sort_unstable();
    let mut names = NameMap::new();
    for (index, (_, place)) in (imported..).zip(places) {
        names.append(index, &format!("{place:05}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    let mut module = module.to_vec();
    section.append_to(&mut module);
    Ok(module)
}

/// How many functions the module takes from outside, and the bodies of its own.
fn functions(module: &[u8]) -> Result<(u32, Vec<&[u8]>), BinaryReaderError> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => imported = formats::imported(imports)?,
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

#[cfg(test)]
mod tests {
    use super::numbered;
    use wasm_encoder::{CodeSection, EntityType, FunctionSection, ImportSection, Module, TypeSection};
    use wasmparser::{KnownCustom, Name, Parser, Payload};

    #[test]
    fn the_functions_of_the_module_are_named_and_not_those_from_outside() {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("outside", "one", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for byte in [3, 7, 3] {
            functions.function(0);
            code.raw(&[byte; 40]);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&code);
        assert_eq!(names(&numbered(&module.finish()).unwrap()), ["1: 00000", "2: 00002", "3: 00001"]);
    }

    fn names(module: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            let Payload::CustomSection(section) = payload.unwrap() else { continue };
            let KnownCustom::Name(sections) = section.as_known() else { continue };
            for section in sections {
                let Name::Function(functions) = section.unwrap() else { continue };
                names.extend(
                    functions.into_iter().map(|one| one.unwrap()).map(|one| format!("{}: {}", one.index, one.name)),
                );
            }
        }
        names
    }
}
