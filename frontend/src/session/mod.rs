//! Who is signed in, and what happens to calls that find the session ended.

pub mod access;
pub mod categories;

use std::cell::{Cell, OnceCell, RefCell};
use std::time::Duration;

use crate::prelude::*;
use domain::contract::accounts::{ReadSessionRequest, Session, SignInOperatorRequest, SignInRequest, SignOutRequest};
use domain::contract::{ReadSession, SignIn, SignInOperator, SignOut};
use domain::id::{AccountId, PersonId};
use domain::permission::Role;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise};
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::api::caller::{self, Caller};
use crate::api::{CallError, call, call_quietly};
use crate::platform::clock;
use crate::platform::storage::{Place, SESSION};

/// The one session of a tab.
#[derive(Clone, Copy)]
pub struct SessionState {
    who: RwSignal<Option<Session>>,
    /// Calls wait for the password.
    ended: RwSignal<bool>,
    /// Somebody else has signed in with this browser, in another tab: this one does nothing any more.
    another: RwSignal<bool>,
}

/// A call that waits: how to send it again, how to give it up.
struct Waiting {
    resume: Function,
    give_up: Function,
}

thread_local! {
    static STATE: OnceCell<SessionState> = const { OnceCell::new() };
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
    /// What the person signed in with, so that only the password is asked again. Kept in this tab's memory alone: the
    /// session itself knows the number only masked.
    static LOGIN: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Makes the state, once, below the root of the app, so that it lives as long as the tab.
pub fn install() -> SessionState {
    let state = SessionState { who: RwSignal::new(None), ended: RwSignal::new(false), another: RwSignal::new(false) };
    // Of what other tabs note on the device, this one hears.
    let watch = window_event_listener(leptos::ev::storage, |event| {
        if event.key().is_none_or(|key| key == SESSION) && remembered().is_some_and(is_somebody_else) {
            is_another();
        }
    });
    on_cleanup(move || watch.remove());
    caller::follow(Caller { account, is_known, is_in_use, is_another, reopened: || Box::pin(reopened()) });
    STATE.with(|cell| *cell.get_or_init(|| state))
}

fn is_somebody_else(now: Session) -> bool {
    account().is_some_and(|own| own != now.account)
}

/// The account that this tab was opened for, once that is known.
pub fn account() -> Option<AccountId> {
    STATE.with(|cell| cell.get()?.who.with_untracked(|who| Some(who.as_ref()?.account.clone())))
}

/// Somebody else has signed in with this browser: the tab says so and does nothing any more.
pub fn is_another() {
    state().another.set(true);
}

/// The state that [`install`] has made.
pub fn state() -> SessionState {
    STATE.with(|cell| *cell.get().expect("the app installs the session first"))
}

impl SessionState {
    pub fn who(self) -> Signal<Option<Session>> {
        self.who.into()
    }

    /// The session, where a page is shown only to who is signed in.
    pub fn read(self) -> Option<Session> {
        self.who.get_untracked()
    }

    pub fn person(self) -> Option<PersonId> {
        self.who.with_untracked(|who| who.as_ref()?.person.clone())
    }

    pub fn ended(self) -> Signal<bool> {
        self.ended.into()
    }

    pub fn another(self) -> Signal<bool> {
        self.another.into()
    }

    /// The current year in Asia/Shanghai as the functions see it: the latest that can be credited.
    pub fn current_year(self) -> i32 {
        self.today().year()
    }

    /// Today by the function's clock, or by the device's where nobody is signed in.
    pub fn today(self) -> time::Date {
        let now = self.who.with_untracked(|who| who.as_ref().map(|session| session.now));
        now.unwrap_or_else(crate::platform::clock::device_now).date()
    }

    /// So many messages wait.
    pub fn set_unread(self, unread: u32) {
        self.who.update(|who| {
            if let Some(who) = who {
                who.unread = unread;
            }
        });
    }

    /// What the functions have just said of who is signed in.
    pub fn put(self, session: Session) {
        clock::follow(session.now);
        HEARD.set(clock::device_now().milliseconds());
        note(&session);
        self.who.set(Some(session));
    }
}

fn is_known() -> bool {
    STATE.with(|cell| cell.get().is_some_and(|state| state.who.with_untracked(Option::is_some)))
}

/// Asks who the cookie belongs to. Without a network it is who was here last: the app opens as it was left, what is typed
/// stays on the device, and each page says for itself what it cannot load. Where nobody has signed in, nobody is asked for.
pub async fn resume() -> Result<(), CallError> {
    if nobody_was_here() {
        // The page is painted before its form is made: no task of the browser's takes long.
        TimeoutFuture::new(0).await;
        return Err(CallError::SessionEnded);
    }
    // While the answer is on its way the browser has time for what comes next.
    set_timeout(|| _ = categories::table(), Duration::ZERO);
    match call::<ReadSession>(&ReadSessionRequest {}).await {
        Ok(session) => {
            categories::follow(session.rules_version).await;
            state().put(session);
        }
        Err(CallError::Offline) => {
            let session = remembered().ok_or(CallError::Offline)?;
            categories::follow(session.rules_version).await;
            state().who.set(Some(session));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// How often the functions hear that a session is in use: they count idle time by [`ReadSession`], and end it after two hours.
const HEARD_MILLISECONDS: i64 = 10 * 60 * 1_000;

thread_local! {
    /// When they last heard so from this tab.
    static HEARD: Cell<i64> = const { Cell::new(0) };
}

/// A call has been answered that somebody waited for: who works in one tab for hours is not idle. What a page asks by itself
/// does not count.
fn is_in_use() {
    let now = clock::device_now().milliseconds();
    if !is_known() || now - HEARD.get() < HEARD_MILLISECONDS {
        return;
    }
    HEARD.set(now);
    spawn_local(async {
        let _ = call_quietly::<ReadSession>(&ReadSessionRequest {}).await;
    });
}

/// Notes on the device that somebody is signed in: every app of this site asks the functions who it is.
pub fn note(session: &Session) {
    Place::Device.save(SESSION, session);
}

fn remembered() -> Option<Session> {
    Place::Device.load(SESSION)
}

/// The browser keeps things for this site, and no session is among them. One that keeps nothing may still have a cookie.
fn nobody_was_here() -> bool {
    Place::Device.has(SESSION) == Some(false)
}

pub async fn sign_in(role: Role, login: String, password: String) -> Result<(), CallError> {
    let session = call::<SignIn>(&SignInRequest { role, login: login.clone(), password }).await?;
    categories::follow(session.rules_version).await;
    enter(login, session);
    Ok(())
}

/// Signs an operator in, with the code of their device.
pub async fn sign_in_operator(request: SignInOperatorRequest) -> Result<(), CallError> {
    let session = call::<SignInOperator>(&request).await?;
    enter(request.login, session);
    Ok(())
}

/// Begins a session that has just been given.
pub fn enter(login: String, session: Session) {
    remember_login(login);
    crate::platform::location::page_changes();
    let counts = session.role == Role::Professional;
    state().put(session);
    // Signing in reads as little as it can; how many messages wait, the session itself tells.
    if counts {
        spawn_local(async {
            let _ = resume().await;
        });
    }
}

pub async fn sign_out() -> Result<(), CallError> {
    call::<SignOut>(&SignOutRequest {}).await?;
    forget();
    Ok(())
}

fn remember_login(login: String) {
    LOGIN.set(login);
}

/// What the person signed in with, if this tab has seen it.
pub fn known_login() -> Option<String> {
    LOGIN.with_borrow(|login| (!login.is_empty()).then(|| login.clone()))
}

fn forget() {
    LOGIN.take();
    Place::Device.remove(SESSION);
    // What a tab keeps for itself is about other people: the key of a file that is being imported, corrections in it.
    Place::Tab.clear();
    crate::platform::location::page_changes();
    state().who.set(None);
}

/// Resolves when the person has signed in again; fails when they would not.
async fn reopened() -> Result<(), CallError> {
    let promise = Promise::new(&mut |resume, give_up| {
        WAITING.with_borrow_mut(|waiting| waiting.push(Waiting { resume, give_up }));
    });
    state().ended.set(true);
    JsFuture::from(promise).await.map(drop).map_err(|_| CallError::SessionEnded)
}

/// Signs in again, as the same person, and sends every waiting call once more.
pub async fn reopen(login: String, password: String) -> Result<(), CallError> {
    let Some(before) = state().read() else { return Err(CallError::SessionEnded) };
    let session = call::<SignIn>(&SignInRequest { role: before.role, login: login.clone(), password }).await?;
    go_on(login, &before, session)
}

/// The same for an operator.
pub async fn reopen_operator(request: SignInOperatorRequest) -> Result<(), CallError> {
    let Some(before) = state().read() else { return Err(CallError::SessionEnded) };
    let session = call::<SignInOperator>(&request).await?;
    go_on(request.login, &before, session)
}

fn go_on(login: String, before: &Session, session: Session) -> Result<(), CallError> {
    if (session.role, &session.identity_masked, &session.person)
        != (before.role, &before.identity_masked, &before.person)
    {
        // Somebody else took over the device: nothing of the one before may stay on screen or be sent.
        let _ = window().location().reload();
        return Err(CallError::SessionEnded);
    }
    remember_login(login);
    state().put(session);
    state().ended.set(false);
    for waiting in WAITING.take() {
        let _ = waiting.resume.call0(&JsValue::NULL);
    }
    Ok(())
}

/// The person would rather not sign in again: the waiting calls fail and the sign-in page comes up.
pub fn give_up() {
    state().ended.set(false);
    for waiting in WAITING.take() {
        let _ = waiting.give_up.call0(&JsValue::NULL);
    }
    forget();
}
