//! What the core library formats texts by. In the module, only the messages of panics are made by it, and those nobody
//! reads: whatever else is written is put together from its parts. So all of it can go, once nothing else calls it.

use std::collections::HashMap;
use wasmparser::{
    BinaryReaderError, FunctionBody, ImportSectionReader, KnownCustom, Name, Operator, Parser, Payload, TypeRef,
};

/// Is this function part of it?
pub(crate) fn is_format(function: &str) -> bool {
    function.starts_with("core::fmt::") || function.contains(" as core::fmt::")
}

/// The functions in a module with names that call it without being part of it.
pub(crate) fn callers(module: &[u8]) -> Result<Vec<String>, BinaryReaderError> {
    let (mut names, mut calls, mut function) = (HashMap::new(), Vec::new(), 0);
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => function = imported(imports)?,
            Payload::CodeSectionEntry(body) => {
                calls.extend(called(&body)?.into_iter().map(|called| (function, called)));
                function += 1;
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(sections) = section.as_known() {
                    for section in sections {
                        names.extend(named(section?)?);
                    }
                }
            }
            _ => {}
        }
    }
    let name = |function: &u32| names.get(function).copied().unwrap_or_default();
    let callers = calls.iter().filter(|(by, called)| is_format(name(called)) && !is_format(name(by)));
    Ok(callers.map(|(by, _)| name(by).to_owned()).collect())
}

/// How many functions the module takes from outside.
pub(crate) fn imported(imports: ImportSectionReader<'_>) -> Result<u32, BinaryReaderError> {
    let mut count = 0;
    for import in imports.into_imports() {
        count += u32::from(matches!(import?.ty, TypeRef::Func(_)));
    }
    Ok(count)
}

fn called(body: &FunctionBody) -> Result<Vec<u32>, BinaryReaderError> {
    let mut all = Vec::new();
    for operator in body.get_operators_reader()? {
        if let Operator::Call { function_index } = operator? {
            all.push(function_index);
        }
    }
    Ok(all)
}

fn named(section: Name<'_>) -> Result<Vec<(u32, &str)>, BinaryReaderError> {
    let Name::Function(functions) = section else { return Ok(Vec::new()) };
    functions.into_iter().map(|naming| naming.map(|naming| (naming.index, naming.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::callers;
    use wasm_encoder::{
        CodeSection, Function, FunctionSection, Instruction, Module, NameMap, NameSection, TypeSection,
    };

    /// A module of functions with these names, each of which calls one of them.
    fn module(functions: &[(&str, u32)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let (mut declared, mut code, mut names) = (FunctionSection::new(), CodeSection::new(), NameMap::new());
        for ((name, called), index) in functions.iter().zip(0..) {
            declared.function(0);
            let mut body = Function::new([]);
            body.instruction(&Instruction::Call(*called)).instruction(&Instruction::End);
            code.function(&body);
            names.append(index, name);
        }
        let mut section = NameSection::new();
        section.functions(&names);
        let mut module = Module::new();
        module.section(&types).section(&declared).section(&code).section(&section);
        module.finish()
    }

    #[test]
    fn whoever_formats_without_being_part_of_it_is_named() {
        let functions = [
            ("core::fmt::write", 0),
            ("<core::net::ip_addr::Ipv4Addr as core::fmt::Display>::fmt", 0),
            ("is_it_me_core::clock::utc", 1),
            ("is_it_me_core::text::join", 4),
        ];
        assert_eq!(
            callers(&module(&[&functions[..], &[("leaf", 4)]].concat())).unwrap(),
            ["is_it_me_core::clock::utc"]
        );
    }
}
