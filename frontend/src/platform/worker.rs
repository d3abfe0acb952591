//! The worker that reads and writes spreadsheets, loaded when it is first needed. `sheets/src/bin/sheets.rs` is its other
//! end and says what travels.

use std::cell::RefCell;
use std::rc::Rc;

use crate::prelude::document;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

/// The page tells where the worker lies: its name follows from its content.
const ADDRESS: &str = "meta[name='sheets']";

/// What the person is told of [`NoWorker`].
pub const NO_WORKER: &str = "表格组件没有加载成功，请检查网络后重试";

/// The report that this end makes when the worker cannot.
const BROKEN: &str = "broken";

type Listener = Rc<RefCell<Box<dyn FnMut(Array)>>>;

/// A worker of its own for one job. It ends when this is dropped.
pub struct Sheets {
    worker: Worker,
    listener: Listener,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

/// The worker did not come, or ended: a connection that broke, or a browser without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoWorker;

impl Sheets {
    /// Loads the worker and waits until it is ready.
    pub async fn start() -> Result<Self, NoWorker> {
        let address = document().query_selector(ADDRESS).ok().flatten().and_then(|meta| meta.get_attribute("content"));
        let worker = Worker::new(&address.ok_or(NoWorker)?).map_err(|_| NoWorker)?;
        let listener: Listener = Rc::new(RefCell::new(Box::new(|_| {})));
        let heard = Rc::clone(&listener);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            (heard.borrow_mut())(event.data().unchecked_into());
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let heard = Rc::clone(&listener);
        let on_error = Closure::<dyn Fn()>::new(move || (heard.borrow_mut())(Array::of1(&BROKEN.into())));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let ready = Promise::new(&mut |resolve, _| {
            *listener.borrow_mut() = Box::new(move |report| drop(resolve.call1(&JsValue::NULL, &report)));
        });
        let this = Self { worker, listener, _on_message: on_message, _on_error: on_error };
        let report = JsFuture::from(ready).await.map_err(|_| NoWorker)?;
        expected(report.unchecked_into(), "ready")?;
        Ok(this)
    }

    /// Has files judged by this table of categories, as text. The worker carries the first version, as the app does.
    pub fn use_rules(&self, rules: String) {
        self.order(&["rules".into(), rules.into()], |_| {});
    }

    /// Gives an order. `listen` hears the reports from now on: a word, and what belongs to it.
    fn order(&self, parts: &[JsValue], listen: impl FnMut(Array) + 'static) {
        *self.listener.borrow_mut() = Box::new(listen);
        let order: Array = parts.iter().collect();
        let _ = self.worker.post_message(&order);
    }

    /// Gives an order and waits for the one report on it, which should begin with `word`.
    async fn ask(&self, parts: &[JsValue], word: &str) -> Result<Array, NoWorker> {
        let answer = Promise::new(&mut |resolve, _| {
            self.order(parts, move |report| drop(resolve.call1(&JsValue::NULL, &report)));
        });
        expected(JsFuture::from(answer).await.map_err(|_| NoWorker)?.unchecked_into(), word)
    }

    /// Has a file read and checked. `kind` says what its rows are, `today` is `2026-11-23`. The reports end with `Done` or
    /// `Refused`.
    pub fn read(&self, kind: &str, content: &Uint8Array, today: &str, heard: impl FnMut(Reading) + 'static) {
        self.reading(&["read".into(), content.into(), today.into(), kind.into()], heard);
    }

    /// The same with the file that the device has kept under this key; refused without a message if it is gone.
    pub fn read_again(&self, kind: &str, key: &str, today: &str, heard: impl FnMut(Reading) + 'static) {
        self.reading(&["read again".into(), key.into(), today.into(), kind.into()], heard);
    }

    fn reading(&self, order: &[JsValue], mut heard: impl FnMut(Reading) + 'static) {
        self.order(order, move |report| {
            let text = |place: u32| report.get(place).as_string().unwrap_or_default();
            let reading = match text(0).as_str() {
                "rows" => Reading::Rows { text: text(1), total: report.get(2).as_f64().unwrap_or_default() as usize },
                "found" => Reading::Found(text(1)),
                "read" => Reading::Done { key: text(1) },
                BROKEN => Reading::Refused(NO_WORKER.to_owned()),
                _ => Reading::Refused(text(1)),
            };
            heard(reading);
        });
    }

    /// The template of files of this kind.
    pub async fn template(&self, kind: &str) -> Result<Uint8Array, NoWorker> {
        self.ask(&["template".into(), kind.into()], "file").await.map(file)
    }

    /// Begins a table. `headings` are names with their width in characters, and whether figures stand below.
    pub fn begin(&self, sheet: &str, headings: &[(&str, u16, bool)]) {
        let headings = serde_json::to_string(headings).unwrap_or_default();
        self.order(&["begin".into(), sheet.into(), headings.into()], |_| {});
    }

    /// Adds rows, and waits until they are taken.
    pub async fn rows(&self, rows: &[Vec<String>]) -> Result<(), NoWorker> {
        let rows = serde_json::to_string(rows).unwrap_or_default();
        self.ask(&["rows".into(), rows.into()], "taken").await.map(drop)
    }

    pub async fn finish(&self) -> Result<Uint8Array, NoWorker> {
        self.ask(&["finish".into()], "file").await.map(file)
    }
}

impl Drop for Sheets {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// How reading a file goes on.
pub enum Reading {
    /// What was found in it, for the person: sheets, rows, and what is hidden.
    Found(String),
    /// Some lines, as JSON of `Vec<CheckedLine<_>>`, of so many in all.
    Rows { text: String, total: usize },
    /// All of them. The device keeps the file under this key, unless it is empty.
    Done { key: String },
    /// Why the file is not read at all, for the person.
    Refused(String),
}

fn expected(report: Array, word: &str) -> Result<Array, NoWorker> {
    if report.get(0).as_string().is_some_and(|said| said == word) { Ok(report) } else { Err(NoWorker) }
}

fn file(report: Array) -> Uint8Array {
    report.get(1).unchecked_into()
}
