//! The worker: takes orders from the page, so that the page stays free while a file is read or written.
//!
//! Orders and reports are lists: a word, then what belongs to it. `frontend/src/platform/worker.rs` speaks the same.

mod kept;

use std::cell::RefCell;

use domain::category::CategoryTable;
use domain::import::unit_row::UnitRow;
use domain::import::{CheckedLine, FileRow, ImportRow};
use js_sys::{Array, Uint8Array};
use sheets::refusal::Refusal;
use sheets::writing::{Heading, Table};
use sheets::{reading, template};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, TextDecoder, TextDecoderOptions};

/// Rows of one report: few enough that the page takes each in one frame.
const ROWS_PER_REPORT: usize = 200;

thread_local! {
    /// The table that is being written.
    static TABLE: RefCell<Option<Table>> = const { RefCell::new(None) };
    /// The categories that claims are made under, where those are not the first version's.
    static RULES: RefCell<Option<CategoryTable>> = const { RefCell::new(None) };
}

fn main() {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| obey(&event.data().unchecked_into()));
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    report(&["ready".into()]);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn report(parts: &[JsValue]) {
    let list: Array = parts.iter().collect();
    // The page may have gone; nobody is left to tell.
    let _ = scope().post_message(&list);
}

fn obey(order: &Array) {
    let text = |place: u32| order.get(place).as_string().unwrap_or_default();
    match text(0).as_str() {
        "read" => read(Uint8Array::new(&order.get(1)).to_vec(), &text(2), Kind::named(&text(3))),
        "read again" => read_again(text(1), text(2), Kind::named(&text(3))),
        "rules" => RULES.set(CategoryTable::from_json(&text(1)).ok()),
        "template" => file(match Kind::named(&text(1)) {
            Kind::Registrations => template::template(&rules()).ok(),
            Kind::Units => template::unit_template().ok(),
        }),
        "begin" => TABLE.set(begin(&text(1), &text(2))),
        "rows" => rows(&text(1)),
        "finish" => file(TABLE.take().and_then(|table| table.finish().ok())),
        _ => {}
    }
}

/// What a file holds.
#[derive(Clone, Copy)]
enum Kind {
    Registrations,
    Units,
}

impl Kind {
    fn named(name: &str) -> Self {
        if name == "units" { Kind::Units } else { Kind::Registrations }
    }
}

/// Reads and checks a file; `today` decides which years are open. Ends with the key under which the file is kept, or with an
/// empty one where the device does not take it.
fn read(bytes: Vec<u8>, today: &str, kind: Kind) {
    if tell_kind(&bytes, today, kind) {
        spawn_local(async move {
            let key = kept::keep(&bytes).await.unwrap_or_default();
            report(&["read".into(), key.into()]);
        });
    }
}

/// The same with the file that was kept under this key; refused without a reason if it is gone.
fn read_again(key: String, today: String, kind: Kind) {
    spawn_local(async move {
        match kept::find(&key).await {
            Ok(bytes) => {
                if tell_kind(&bytes, &today, kind) {
                    report(&["read".into(), key.into()]);
                }
            }
            Err(_) => report(&["refused".into(), "".into()]),
        }
    });
}

fn tell_kind(bytes: &[u8], today: &str, kind: Kind) -> bool {
    match kind {
        Kind::Registrations => tell_rows::<ImportRow>(reading::read_file(bytes, &gb_18030), today),
        Kind::Units => tell_rows::<UnitRow>(reading::read_file(bytes, &gb_18030), today),
    }
}

/// Text in GB 18030, by the browser's own decoder.
fn gb_18030(bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options("gb18030", &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

/// Reports every row after what was read of the file, or why there are none.
fn tell_rows<R: FileRow>(read: Result<reading::Read<R>, Refusal>, today: &str) -> bool {
    let read = match read {
        Ok(read) => read,
        Err(refusal) => {
            report(&["refused".into(), refusal.message().into()]);
            return false;
        }
    };
    let (today, table) = (domain::hours::parse_date(today).unwrap_or(time::Date::MIN), rules());
    report(&["found".into(), read.sentence().into()]);
    let total = read.lines.len();
    let mut lines = read.check(&table, today).peekable();
    while lines.peek().is_some() {
        let some: Vec<CheckedLine<R>> = lines.by_ref().take(ROWS_PER_REPORT).collect();
        let text = serde_json::to_string(&some).unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a file has at most ten thousand rows")]
        report(&["rows".into(), text.into(), (total as f64).into()]);
    }
    true
}

fn rules() -> CategoryTable {
    RULES.with_borrow(|rules| rules.clone().unwrap_or_else(|| CategoryTable::built_in().clone()))
}

/// `headings` is a list of name, width, and whether figures stand below it.
fn begin(name: &str, headings: &str) -> Option<Table> {
    let headings: Vec<(String, u16, bool)> = serde_json::from_str(headings).ok()?;
    let headings = headings.into_iter().map(|(name, width, is_number)| Heading { name, width, is_number });
    Table::new(name, headings.collect()).ok()
}

fn rows(text: &str) {
    let rows: Vec<Vec<String>> = serde_json::from_str(text).unwrap_or_default();
    TABLE.with_borrow_mut(|table| {
        let whole = table.as_mut().is_some_and(|table| rows.iter().all(|row| table.push(row).is_ok()));
        // A table that lacks a row is none.
        if !whole {
            *table = None;
        }
    });
    report(&["taken".into()]);
}

fn file(bytes: Option<Vec<u8>>) {
    match bytes {
        Some(bytes) => report(&["file".into(), Uint8Array::from(bytes.as_slice()).into()]),
        None => report(&["refused".into(), "文件没有生成，请重试".into()]),
    }
}
