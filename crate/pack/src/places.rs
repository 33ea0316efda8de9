//! Where in the sources a panic begins: Rust keeps the file, line and column of whatever may panic, for the message. No
//! such message is written any more (`shrink.rs`), so nobody reads them.

use std::ops::Range;
use wasmparser::{BinaryReaderError, DataKind, Operator, Parser, Payload};

/// Two words for the file's name, one for the line and one for the column.
const PLACE: usize = 16;

/// Leaves nothing but zeros of them, which are next to nothing once they are packed. Nothing else moves.
pub(crate) fn forget(module: &mut [u8]) -> Result<(), BinaryReaderError> {
    for segment in segments(module)? {
        if let Some(bytes) = module.get_mut(segment.bytes.clone()) {
            for part in places(&segment, bytes) {
                bytes.get_mut(part).unwrap_or_default().fill(0);
            }
        }
    }
    Ok(())
}

/// What the memory holds from the start, in one piece.
struct Segment {
    /// Where it stands in the memory.
    address: usize,
    /// Where it stands in the module.
    bytes: Range<usize>,
}

fn segments(module: &[u8]) -> Result<Vec<Segment>, BinaryReaderError> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            let data = data?;
            let DataKind::Active { offset_expr, .. } = data.kind else { continue };
            if let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? {
                let address = usize::try_from(value).unwrap_or_default();
                segments.push(Segment { address, bytes: data.range.end - data.data.len()..data.range.end });
            }
        }
    }
    Ok(segments)
}

/// The places, and the names of the files that they point to.
fn places(segment: &Segment, bytes: &[u8]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    for (at, words) in bytes.windows(PLACE).enumerate().step_by(4) {
        let word = |number: usize| words.as_chunks().0.get(number).map_or(0, |word| u32::from_le_bytes(*word) as usize);
        let start = word(0).checked_sub(segment.address);
        if let Some(name) = start.map(|start| start..start + word(1)).filter(|name| is_source(bytes.get(name.clone())))
        {
            parts.extend([at..at + PLACE, name]);
        }
    }
    parts
}

/// Is this the name of a file of Rust's, as it is written there?
fn is_source(name: Option<&[u8]>) -> bool {
    name.is_some_and(|name| name.ends_with(b".rs") && name.iter().all(u8::is_ascii_graphic))
}

#[cfg(test)]
mod tests {
    use super::forget;
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};
    use wasmparser::{Parser, Payload};

    const ADDRESS: i32 = 1024;

    /// What the module's memory holds after that, if it held this before.
    fn forgotten(memory: &[u8]) -> Vec<u8> {
        let (mut memories, mut data) = (MemorySection::new(), DataSection::new());
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        data.active(0, &ConstExpr::i32_const(ADDRESS), memory.iter().copied());
        let mut module = Module::new();
        let mut module = module.section(&memories).section(&data).as_slice().to_vec();
        forget(&mut module).unwrap();
        let payloads = Parser::new(0).parse_all(&module).map(Result::unwrap);
        let mut sections = payloads.filter_map(|payload| match payload {
            Payload::DataSection(section) => Some(section),
            _ => None,
        });
        sections.next().unwrap().into_iter().next().unwrap().unwrap().data.to_vec()
    }

    fn words(words: [u32; 4]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn a_place_goes_with_the_name_of_its_file() {
        let name = b"core/a.rs\0\0\0";
        let memory = [name.as_slice(), &words([1024, 9, 77, 5]), b"stay", &words([1024, 9, 78, 6])].concat();
        let wanted = [[0; 28].as_slice(), b"stay", &[0; 16]].concat();
        assert_eq!(forgotten(&memory), wanted);
    }

    #[test]
    fn what_points_to_another_text_or_out_of_the_memory_stays() {
        let name = b"core/a.css\0\0";
        for other in [[1024, 10, 77, 5], [1023, 4, 1, 1], [1024, 99, 1, 1], [u32::MAX, u32::MAX, 1, 1]] {
            let memory = [name.as_slice(), &words(other)].concat();
            assert_eq!(forgotten(&memory), memory);
        }
    }
}
