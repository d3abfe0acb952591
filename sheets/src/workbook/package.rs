//! The parts of a package and how they lead to each other (ECMA-376 part 2: Open Packaging Conventions).

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml;
use crate::container::{self, INFLATED_BYTES_MAX};
use crate::refusal::Refusal;

pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Places in the archive by [`plain`] name.
    places: BTreeMap<String, usize>,
}

/// How one part leads to another.
pub struct Relation {
    pub id: String,
    kind: String,
    /// The [`plain`] name of the part.
    pub target: String,
}

impl Relation {
    /// Whether it is of this kind, in the transitional or in the strict namespace.
    pub fn is_of(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// A part's name as all are compared: names are equal in either case of letters (part 2, 6.2.2.3), some programs write
/// `\` for `/`, and some begin with it.
pub fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

impl Package {
    pub fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes.to_vec())).map_err(|_| Refusal::Broken)?;
        let places = archive.file_names().enumerate();
        let places = places.filter_map(|(place, name)| Some((plain(&name.ok()?), place))).collect();
        Ok(Self { archive, places })
    }

    /// The text of a part, in UTF-8 or UTF-16; `None` where there is no such part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        // Nothing else has been counted.
        let Some(place) = self.places.get(name).filter(|_| container::is_read(name)) else { return Ok(None) };
        let part = self.archive.by_index(*place).map_err(|_| Refusal::Broken)?;
        let mut bytes = Vec::new();
        part.take(INFLATED_BYTES_MAX).read_to_end(&mut bytes).map_err(|_| Refusal::Broken)?;
        crate::encoding::unicode(&bytes).map(Some).ok_or(Refusal::Broken)
    }

    /// The name of the main part: the target of the package's own relation, whatever it is called.
    pub fn main(&mut self) -> Result<String, Refusal> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|one| one.is_of("officeDocument")).map(|one| one.target);
        main.or_else(|| self.places.contains_key("xl/workbook.xml").then(|| "xl/workbook.xml".to_owned()))
            .ok_or(Refusal::NotASpreadsheet)
    }

    /// Where a part leads; where the package itself does, for an empty name.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refusal> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let at = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(text) = self.text(&at)? else { return Ok(Vec::new()) };
        let mut relations = Vec::new();
        xml::elements(&text, &mut |name, element| {
            let of = |name: &str| xml::attribute(element, name).unwrap_or_default();
            if name == "Relationship" && of("TargetMode") != "External" {
                let target = resolved(folder, &of("Target"));
                relations.push(Relation { id: of("Id"), kind: of("Type"), target });
            }
        })?;
        Ok(relations)
    }
}

/// A target as seen from the folder of its source.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let is_whole = target.starts_with('/');
    let mut path: Vec<&str> = if is_whole { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    plain(&path.into_iter().filter(|step| !step.is_empty()).collect::<Vec<_>>().join("/"))
}
