//! The worked examples of the vendor files, read when the lab starts so that a browser can be shown each of them.
//!
//! A file that cannot be read is left out with a complaint: judging the files is up to the core's own tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The part of a vendor file that matters here.
#[derive(Deserialize)]
struct VendorFile {
    #[serde(default, alias = "example")]
    examples: Vec<Example>,
}

/// One recorded answer.
#[derive(Deserialize)]
pub(crate) struct Example {
    #[serde(default)]
    pub(crate) name: String,
    /// Left out when the example is not an HTTP answer.
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) body: String,
}

/// Every example that could be read, by the vendor's id.
#[derive(Default)]
pub(crate) struct Examples {
    pub(crate) vendors: BTreeMap<String, Vec<Example>>,
    pub(crate) complaints: Vec<String>,
}

impl Examples {
    /// Reads every TOML file of the folder; a folder that is not there has none.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut examples = Self::default();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|ext| ext == "toml") {
                examples.add(&path);
            }
        }
        examples
    }

    fn add(&mut self, path: &Path) {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).map_err(|error| error.to_string());
        match text.and_then(|text| toml::from_str::<VendorFile>(&text).map_err(|error| error.to_string())) {
            Ok(file) => {
                self.vendors.insert(id, file.examples);
            }
            Err(error) => self.complaints.push(format!("left out {id}.toml: {error}")),
        }
    }

    /// An example by its place in the file, counted from 0, or by its name.
    pub(crate) fn find(&self, id: &str, which: &str) -> Option<&Example> {
        let all = self.vendors.get(id)?;
        match which.parse::<usize>() {
            Ok(place) => all.get(place),
            Err(_) => all.iter().find(|example| example.name == which),
        }
    }
}
