//! The endpoint table: the single source of truth for what browser and functions say to each other.
//!
//! The router, the Lambda dispatch, the front end's client and the coverage test hang on it. A new endpoint starts as
//! a row here; the compiler and the tests then name what is missing. See `docs/adding-an-endpoint.md`.

pub mod accounts;
pub mod attachments;
pub mod audit;
pub mod certificates;
pub mod completions;
pub mod directory;
pub mod drafts;
pub mod messages;
pub mod overview;
pub mod people;
pub mod platforms;
pub mod registrations;
pub mod reviews;
pub mod rules;
pub mod unit_management;
pub mod units;
pub mod windows;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::field_errors::FieldErrors;
use crate::permission::Role;

/// How an endpoint is addressed. Paths have no variables: identifiers travel in the query or the body, so that a path
/// is never personal and routing is one look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// The request is the query string.
    Get,
    /// The request is a JSON body.
    Post,
    Put,
}

impl Permission {
    /// The cloud's name for it, with its service.
    pub const fn name(self) -> &'static str {
        match self {
            Permission::GetItem => "dynamodb:GetItem",
            Permission::BatchGetItem => "dynamodb:BatchGetItem",
            Permission::Query => "dynamodb:Query",
            Permission::PutItem => "dynamodb:PutItem",
            Permission::UpdateItem => "dynamodb:UpdateItem",
            Permission::DeleteItem => "dynamodb:DeleteItem",
            Permission::ConditionCheckItem => "dynamodb:ConditionCheckItem",
            Permission::GetObject => "s3:GetObject",
            Permission::PutObject => "s3:PutObject",
            Permission::PutObjectTagging => "s3:PutObjectTagging",
            Permission::DeleteObjectTagging => "s3:DeleteObjectTagging",
            Permission::Decrypt => "kms:Decrypt",
        }
    }
}

impl Method {
    pub const fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        }
    }
}

/// Who may call an endpoint at all. What of it is theirs, the handlers and rules decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Anyone,
    /// Whoever is signed in, even before an initial password has been changed.
    SignedIn,
    /// Accounts of these roles.
    Only(&'static [Role]),
    /// Learning platforms: machines that sign each request with a key of theirs.
    Platform,
}

/// What a repeat of a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Changes something once: the request carries an `Idempotency-Key`, a repeat gets the first answer.
    Keyed,
    /// Changes something that a repeat may change again without harm: sessions, passwords.
    Repeatable,
}

/// An action on the cloud's services that an endpoint's function is allowed, and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    GetItem,
    BatchGetItem,
    Query,
    PutItem,
    UpdateItem,
    DeleteItem,
    ConditionCheckItem,
    GetObject,
    PutObject,
    /// Marks an upload that nobody has confirmed, and takes the mark off.
    PutObjectTagging,
    DeleteObjectTagging,
    /// Opens the master key: who looks people up by number, encrypts or decrypts numbers.
    Decrypt,
}

impl Serialize for Permission {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A family of items or objects: what one kind of key names. `infra/cloud/src/policy.rs` says what its keys look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Accounts with their sessions.
    Account,
    /// People with their registrations, histories and files.
    Person,
    /// Units with their departments.
    Unit,
    /// The directory of units.
    Directory,
    /// Both indexes: what lies with a unit or a department.
    StatusPartition,
    /// The indexes of what units have entered.
    Entered,
    /// Certificates, as the public finds them.
    Certificate,
    /// Completions of courses, as learning platforms tell them.
    Completion,
    /// Keys of learning platforms.
    PlatformKey,
    /// What holds for the whole platform: registration windows, lists of operators and of keys.
    Platform,
    /// Versions of the categories and requirements.
    Rules,
    /// The index of what was done in a unit, by instant.
    Audit,
    /// The load by day and city.
    Load,
    /// Evidence in the attachment store.
    Evidence,
}

/// What a row allows its function: an action, on these families and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Grant {
    pub action: Permission,
    /// Empty for actions that are not about items or objects.
    pub on: &'static [Family],
}

/// What a row's function is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FunctionSize {
    /// Lambda gives processor time in proportion: a whole processor at 1,769 MB, which a function that mostly waits for the
    /// table has no use for.
    pub memory_megabytes: u32,
    /// What a request takes at most, retries of calls that hang included. The gateway gives up after 30 s, and the function
    /// answers by itself before that.
    pub timeout_seconds: u32,
}

/// Some calls to the table, each of which may hang once or twice (`functions/src/runtime/aws`).
const USUAL: FunctionSize = FunctionSize { memory_megabytes: 512, timeout_seconds: 15 };
/// Many calls one after the other: batches, imports, and what is done in steps.
const LONG: FunctionSize = FunctionSize { timeout_seconds: 29, ..USUAL };
/// A whole processor: argon2id, or the directory of units, which is unpacked and searched in memory.
const WHOLE_PROCESSOR: FunctionSize = FunctionSize { memory_megabytes: 1_769, ..USUAL };
/// The same for what packs the whole directory.
const LONG_WHOLE_PROCESSOR: FunctionSize = FunctionSize { memory_megabytes: 1_769, ..LONG };

/// One row of the endpoint table, as data.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Row {
    /// `<verb>_<noun>`: names the function, its handler, its test.
    pub id: &'static str,
    pub area: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub effect: Effect,
    pub body_bytes_max: usize,
    pub grants: &'static [Grant],
    pub size: FunctionSize,
}

/// What is done once, by a command and not by a browser: a function without a route, which only who may invoke functions
/// in the account can call.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Command {
    /// `<verb>_<noun>`: names the function.
    pub id: &'static str,
    pub grants: &'static [Grant],
    pub size: FunctionSize,
}

/// Makes an operator; `cargo xtask operator` calls it.
pub const CREATE_OPERATOR: Command = Command {
    id: "create_operator",
    grants: &[
        Grant { action: Permission::GetItem, on: &[Family::Platform] },
        Grant { action: Permission::PutItem, on: &[Family::Account, Family::Platform] },
        Grant { action: Permission::Decrypt, on: &[] },
    ],
    size: WHOLE_PROCESSOR,
};

/// Every command that has a function of its own.
pub const COMMANDS: &[Command] = &[CREATE_OPERATOR];

/// One row of the endpoint table, as a type.
pub trait Endpoint {
    type Request: Serialize + DeserializeOwned;
    type Response: Serialize + DeserializeOwned;
    const ROW: Row;
}

macro_rules! endpoints {
    ($d:tt $(
        $(#[$doc:meta])*
        $name:ident $area:ident::$id:ident $method:ident $path:literal
        $access:expr, $effect:ident, $body:expr, [$($action:ident $(: $($family:ident)+)?),* $(,)?] $($size:ident)?,
        $request:ty => $response:ty;
    )+) => {
        $(
            $(#[$doc])*
            pub struct $name;

            impl Endpoint for $name {
                type Request = $request;
                type Response = $response;
                const ROW: Row = Row {
                    id: stringify!($id),
                    area: stringify!($area),
                    method: Method::$method,
                    path: $path,
                    access: $access,
                    effect: Effect::$effect,
                    body_bytes_max: $body,
                    grants: &[$(Grant { action: Permission::$action, on: &[$($(Family::$family),+)?] }),*],
                    // The one that stands there, or else the usual one.
                    size: [$($size,)? USUAL][0],
                };
            }
        )+

        /// Every endpoint, in the order of the table.
        pub const ENDPOINTS: &[Row] = &[$($name::ROW),+];

        /// Hands every row to the macro named by `$callback` as `Type area::handler`, for what must exist once per
        /// endpoint.
        #[macro_export]
        macro_rules! for_each_endpoint {
            ($d callback:ident) => {
                $d callback! { $($name $area::$id),+ }
            };
        }
    };
}

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;
const PROFESSIONAL: Access = Access::Only(&[Role::Professional]);
const ADMINISTRATOR: Access = Access::Only(&[Role::Administrator]);
const UNIT: Access = Access::Only(&[Role::Unit]);
const UNIT_OR_ADMINISTRATOR: Access = Access::Only(&[Role::Unit, Role::Administrator]);
const OPERATOR: Access = Access::Only(&[Role::Operator]);
/// Whoever reviews and looks after people: administrators of units, and operators for 其他单位.
const REVIEWER: Access = Access::Only(&[Role::Administrator, Role::Operator]);
const PROFESSIONAL_OR_REVIEWER: Access = Access::Only(&[Role::Professional, Role::Administrator, Role::Operator]);

endpoints! { $
    /// 个人注册: creates the account of a professional and signs it in.
    SignUpProfessional accounts::sign_up_professional Post "/api/professionals"
        Access::Anyone, Keyed, 4 * KIB, [GetItem: Account Person Unit, Query: Rules, PutItem: Account, UpdateItem: Person, ConditionCheckItem: Unit,
            Decrypt] WHOLE_PROCESSOR,
        crate::account::SignUpForm => accounts::Session;

    /// Signs in with a role, an identity number and a password.
    SignIn accounts::sign_in Post "/api/sessions"
        Access::Anyone, Repeatable, 2 * KIB,
        [GetItem: Account Person Unit, Query: Rules, PutItem: Account, UpdateItem: Account, DeleteItem: Account, Decrypt] WHOLE_PROCESSOR,
        accounts::SignInRequest => accounts::Session;

    /// Signs an operator in: name, password and the code of a device.
    SignInOperator accounts::sign_in_operator Post "/api/operator-sessions"
        Access::Anyone, Repeatable, 2 * KIB,
        [GetItem: Account, Query: Rules, PutItem: Account, UpdateItem: Account, DeleteItem: Account, Decrypt] WHOLE_PROCESSOR,
        accounts::SignInOperatorRequest => accounts::Session;

    /// Ends the session that asks.
    SignOut accounts::sign_out Post "/api/sessions/end"
        Access::SignedIn, Repeatable, KIB, [BatchGetItem: Account, UpdateItem: Account],
        accounts::SignOutRequest => accounts::SignedOut;

    /// Who is signed in, and what the screens need to know of them.
    ReadSession accounts::read_session Get "/api/session"
        Access::SignedIn, Read, 0,
        [GetItem: Person Unit Platform, BatchGetItem: Account, Query: Person Rules, PutItem: Person, UpdateItem: Account Person,
            ConditionCheckItem: Person],
        accounts::ReadSessionRequest => accounts::Session;

    /// Changes one's own password; needed before anything else after an initial one. Ends all other sessions.
    ChangePassword accounts::change_password Put "/api/password"
        Access::SignedIn, Repeatable, 2 * KIB,
        [GetItem: Account Person Unit Platform, BatchGetItem: Account, Query: Person Rules, PutItem: Account,
            UpdateItem: Account Unit, DeleteItem: Account, Decrypt] WHOLE_PROCESSOR,
        accounts::ChangePasswordRequest => accounts::Session;

    /// 登录记录: where and when the account was signed in, newest first.
    ListSignIns accounts::list_sign_ins Get "/api/sessions/recent"
        Access::SignedIn, Read, 0, [BatchGetItem: Account, Query: Account],
        accounts::ListSignInsRequest => accounts::SignInList;

    /// 退出其他设备: ends every session of the account but the one that asks.
    EndOtherSessions accounts::end_other_sessions Post "/api/sessions/end-others"
        Access::SignedIn, Repeatable, KIB,
        [GetItem: Person Unit Platform, BatchGetItem: Account, Query: Person Rules, PutItem: Account, UpdateItem: Account],
        accounts::EndOtherSessionsRequest => accounts::Session;

    /// 我的信息: the person's own record.
    ReadProfile accounts::read_profile Get "/api/profile"
        PROFESSIONAL, Read, 0, [GetItem: Person Unit, BatchGetItem: Account, Decrypt],
        accounts::ReadProfileRequest => accounts::Profile;

    /// Shows a person their own numbers in full, and records that they were shown.
    RevealProfile accounts::reveal_profile Post "/api/profile/reveal"
        PROFESSIONAL, Repeatable, KIB,
        [GetItem: Person, BatchGetItem: Account, PutItem: Person Unit, UpdateItem: Unit, Decrypt],
        accounts::RevealProfileRequest => accounts::RevealedProfile;

    /// 修改手机号
    ChangeMobile accounts::change_mobile Put "/api/profile/mobile"
        PROFESSIONAL, Repeatable, KIB, [GetItem: Person Unit, BatchGetItem: Account, UpdateItem: Person, Decrypt],
        accounts::ChangeMobileRequest => accounts::Profile;

    /// 更换单位、部门: what is under review stays where it was submitted to.
    ChangeEmployer accounts::change_employer Put "/api/profile/employer"
        PROFESSIONAL, Keyed, KIB,
        [GetItem: Person Unit, BatchGetItem: Account, Query: Person, PutItem: Person Unit, UpdateItem: Person Unit,
            ConditionCheckItem: Person Unit, Decrypt] LONG,
        accounts::ChangeEmployerRequest => accounts::Profile;

    /// 消息: decisions and what else a person should know, newest first.
    ListMessages messages::list_messages Get "/api/messages"
        PROFESSIONAL, Read, 0,
        [GetItem: Person Unit Platform, BatchGetItem: Account, Query: Person Rules],
        messages::ListMessagesRequest => messages::MessagePage;

    /// Marks messages read.
    MarkMessages messages::mark_messages Post "/api/messages/read"
        PROFESSIONAL, Repeatable, KIB,
        [GetItem: Person Unit Platform, BatchGetItem: Account, Query: Person Rules, UpdateItem: Person],
        messages::MarkMessagesRequest => messages::MessagesMarked;

    /// 我的证书: certificates, void ones among them, and the years for which one can be issued.
    ListCertificates certificates::list_certificates Get "/api/certificates"
        PROFESSIONAL, Read, 0, [GetItem: Person Unit, BatchGetItem: Account, Query: Person Rules],
        certificates::ListCertificatesRequest => certificates::CertificateList;

    /// Issues the certificate of a fulfilled year; a repeat gives the same one as long as it is valid.
    IssueCertificate certificates::issue_certificate Post "/api/certificates"
        PROFESSIONAL, Repeatable, KIB,
        [GetItem: Person Unit, BatchGetItem: Account, Query: Person Rules, PutItem: Person Certificate, ConditionCheckItem: Person],
        certificates::IssueCertificateRequest => certificates::Certificate;

    /// 公开核验: valid, void or unknown.
    VerifyCertificate certificates::verify_certificate Post "/api/certificates/verify"
        Access::Anyone, Read, KIB, [GetItem: Person Certificate],
        certificates::VerifyCertificateRequest => certificates::Verification;

    /// Takes completions of common-subject courses, their corrections and retractions, each for itself.
    DeliverCompletions completions::deliver_completions Post "/api/completions"
        Access::Platform, Repeatable, MIB,
        [GetItem: Person PlatformKey, BatchGetItem: Completion, Query: Rules, PutItem: Person Completion PlatformKey,
            UpdateItem: Person PlatformKey, DeleteItem: Person, Decrypt] LONG,
        completions::DeliverCompletionsRequest => completions::DeliveryResults;

    /// The completions that one year's common hours are the sum of.
    ListCompletions completions::list_completions Get "/api/completions"
        PROFESSIONAL, Read, 0, [BatchGetItem: Account, Query: Person],
        completions::ListCompletionsRequest => completions::CompletionList;

    /// 学时登记 and 培训登记详情: one page of the person's own registrations, newest first.
    ListRegistrations registrations::list_registrations Get "/api/registrations"
        PROFESSIONAL, Read, 0, [BatchGetItem: Account, Query: Person],
        registrations::ListRegistrationsRequest => registrations::RegistrationPage;

    /// One registration with its evidence and its history, for its person and its reviewers.
    ReadRegistration registrations::read_registration Get "/api/registration"
        PROFESSIONAL_OR_REVIEWER, Read, 0, [GetItem: Person, BatchGetItem: Account Person, Query: Person],
        registrations::ReadRegistrationRequest => registrations::RegistrationDetail;

    /// 新登记培训: keeps a new draft.
    CreateRegistration registrations::create_registration Post "/api/registrations"
        PROFESSIONAL, Keyed, 16 * KIB,
        [GetItem: Person Unit Platform, BatchGetItem: Account Person, Query: Rules, PutItem: Person, DeleteItem: Person,
            ConditionCheckItem: Person],
        crate::registration::RegistrationForm => registrations::RegistrationRow;

    /// The person's registrations that have something in common with what is being typed, before it is saved.
    FindSimilar registrations::find_similar Post "/api/registrations/similar"
        PROFESSIONAL_OR_REVIEWER, Read, 4 * KIB, [GetItem: Person, BatchGetItem: Account, Query: Person],
        registrations::FindSimilarRequest => registrations::SimilarRegistrations;

    /// Keeps what is typed into 新登记培训, so that another device finds it.
    KeepDraft drafts::keep_draft Post "/api/drafts"
        PROFESSIONAL, Repeatable, 40 * KIB,
        [GetItem: Person, BatchGetItem: Account, Query: Person, UpdateItem: Person],
        drafts::KeepDraftRequest => drafts::DraftKept;

    /// 未完成的草稿: all of them, with what is in them.
    ListDrafts drafts::list_drafts Get "/api/drafts"
        PROFESSIONAL, Read, 0, [BatchGetItem: Account, Query: Person],
        drafts::ListDraftsRequest => drafts::DraftList;

    /// 删除 of a draft, unless another device has written it since.
    DiscardDraft drafts::discard_draft Post "/api/drafts/discard"
        PROFESSIONAL, Repeatable, KIB, [BatchGetItem: Account, DeleteItem: Person],
        drafts::DiscardDraftRequest => drafts::DraftDiscarded;

    /// The person of an identity number, for 新登记培训 by a unit.
    FindProfessional registrations::find_professional Post "/api/unit/professionals/find"
        REVIEWER, Read, KIB, [GetItem: Person, BatchGetItem: Account, Decrypt],
        registrations::FindProfessionalRequest => registrations::FoundProfessional;

    /// 新登记培训 by a unit: keeps a new draft for one of its people, who is recorded if unknown so far.
    CreateUnitRegistration registrations::create_unit_registration Post "/api/unit/registrations"
        REVIEWER, Keyed, 16 * KIB, [GetItem: Account Person Unit Platform, BatchGetItem: Account Person, Query: Rules, PutItem: Person, UpdateItem: Person,
            ConditionCheckItem: Person Unit, Decrypt],
        registrations::CreateUnitRegistrationRequest => registrations::UnitRegistration;

    /// 专业科目学时登记: one page of what the unit has entered for the people of the scope, newest first.
    ListUnitRegistrations registrations::list_unit_registrations Get "/api/unit/registrations"
        REVIEWER, Read, 0, [BatchGetItem: Account, Query: Entered],
        registrations::ListRegistrationsRequest => registrations::RegistrationPage;

    /// 导入学员培训信息: some rows of a file, each kept once however often it is sent.
    ImportRegistrations registrations::import_registrations Post "/api/unit/registrations/import"
        REVIEWER, Keyed, 1024 * KIB, [GetItem: Person Unit Platform, BatchGetItem: Account Person, Query: Rules, PutItem: Person, UpdateItem: Person,
            ConditionCheckItem: Person Unit, Decrypt] LONG,
        registrations::ImportRequest => registrations::ImportResponse;

    /// 专业科目学时查询 and 全学时查询: one page of the scope's people with their hours of a year.
    SearchTotals registrations::search_totals Post "/api/unit/totals"
        REVIEWER, Read, 4 * KIB, [GetItem: Person, BatchGetItem: Account, Query: StatusPartition Rules, Decrypt] LONG,
        registrations::SearchTotalsRequest => registrations::TotalsPage;

    /// 修改: a draft or a rejected registration becomes a draft with new content.
    UpdateRegistration registrations::update_registration Put "/api/registrations"
        PROFESSIONAL_OR_REVIEWER, Keyed, 16 * KIB,
        [GetItem: Person Unit Platform, BatchGetItem: Account Person, Query: Rules, PutItem: Person, UpdateItem: Person],
        registrations::UpdateRegistrationRequest => registrations::RegistrationRow;

    /// 删除 and 批量删除, each item for itself.
    DeleteRegistrations registrations::delete_registrations Post "/api/registrations/delete"
        PROFESSIONAL_OR_REVIEWER, Keyed, 64 * KIB,
        [GetItem: Account Person, BatchGetItem: Account, PutItem: Person, UpdateItem: Person, DeleteItem: Person] LONG,
        registrations::BatchRequest => registrations::BatchResponse;

    /// 提交审核, one or many, each item for itself, to one reviewing unit.
    SubmitRegistrations registrations::submit_registrations Post "/api/registrations/submit"
        PROFESSIONAL_OR_REVIEWER, Keyed, 64 * KIB,
        [GetItem: Account Person Unit Platform, BatchGetItem: Account, Query: Person, PutItem: Person, UpdateItem: Person,
            ConditionCheckItem: Person Unit] LONG,
        registrations::SubmitRequest => registrations::BatchResponse;

    /// 撤回, while no decision has ended the review.
    WithdrawRegistrations registrations::withdraw_registrations Post "/api/registrations/withdraw"
        PROFESSIONAL_OR_REVIEWER, Keyed, 64 * KIB, [GetItem: Account Person, BatchGetItem: Account, PutItem: Person] LONG,
        registrations::BatchRequest => registrations::BatchResponse;

    /// 培训总体查询: the person's hours of every credited year.
    ReadTotals registrations::read_totals Get "/api/totals"
        PROFESSIONAL, Read, 0, [GetItem: Person Unit Platform, BatchGetItem: Account, Query: Rules],
        registrations::ReadTotalsRequest => registrations::TotalsByYear;

    /// Prepares the upload of one piece of evidence, straight to the attachment store.
    CreateAttachment attachments::create_attachment Post "/api/attachments"
        PROFESSIONAL_OR_REVIEWER, Keyed, 2 * KIB,
        [GetItem: Person, BatchGetItem: Account, PutItem: Person, UpdateItem: Person, PutObject: Evidence,
            PutObjectTagging: Evidence],
        attachments::CreateAttachmentRequest => attachments::Upload;

    /// Looks into an uploaded file; only then may a registration refer to it.
    ConfirmAttachment attachments::confirm_attachment Post "/api/attachments/confirm"
        PROFESSIONAL_OR_REVIEWER, Repeatable, KIB,
        [GetItem: Person, BatchGetItem: Account, UpdateItem: Person, GetObject: Evidence, DeleteObjectTagging: Evidence],
        attachments::ConfirmAttachmentRequest => attachments::Attachment;

    /// A short-lived address to download one piece of evidence.
    ReadAttachment attachments::read_attachment Get "/api/attachment"
        PROFESSIONAL_OR_REVIEWER, Read, 0, [GetItem: Person, BatchGetItem: Account, GetObject: Evidence],
        attachments::ReadAttachmentRequest => attachments::Download;

    /// The unit picker: units by any part of the name or credit code, inside a region or anywhere.
    SearchUnits units::search_units Get "/api/units/search"
        Access::Anyone, Read, 0, [GetItem: Directory, Query: Directory] WHOLE_PROCESSOR,
        units::SearchUnitsRequest => units::UnitHits;

    /// 添加单位: usable at once, marked unverified.
    CreateUnit units::create_unit Post "/api/units"
        PROFESSIONAL, Keyed, 2 * KIB, [GetItem: Unit, BatchGetItem: Account, PutItem: Unit Directory],
        crate::unit::UnitForm => units::UnitHit;

    /// The departments of a unit, to choose one's own.
    ListDepartments units::list_departments Get "/api/units/departments"
        Access::Anyone, Read, 0, [Query: Unit],
        units::ListDepartmentsRequest => units::DepartmentList;

    /// 专业科目学时审核: one page of what waits for the administrator, oldest first.
    SearchPending reviews::search_pending Post "/api/reviews/pending"
        REVIEWER, Read, 4 * KIB, [BatchGetItem: Account, Query: Person StatusPartition, Decrypt],
        reviews::SearchPendingRequest => registrations::RegistrationPage;

    /// 专业科目学时审核结果: one page of the scope's registrations of one status.
    SearchResults reviews::search_results Post "/api/reviews/results"
        REVIEWER, Read, 4 * KIB, [BatchGetItem: Account, Query: Person StatusPartition, Decrypt] LONG,
        reviews::SearchResultsRequest => registrations::RegistrationPage;

    /// 通过 and 批量通过审核, each item for itself.
    ApproveRegistrations reviews::approve_registrations Post "/api/reviews/approve"
        REVIEWER, Keyed, 128 * KIB,
        [GetItem: Account Person Unit, BatchGetItem: Account, PutItem: Person, UpdateItem: Person] LONG,
        reviews::ApproveRequest => registrations::BatchResponse;

    /// 不通过 and 批量不通过审核, each item for itself, with one opinion.
    RejectRegistrations reviews::reject_registrations Post "/api/reviews/reject"
        REVIEWER, Keyed, 64 * KIB,
        [GetItem: Account Person, BatchGetItem: Account, PutItem: Person, UpdateItem: Person] LONG,
        reviews::RejectRequest => registrations::BatchResponse;

    /// 撤销: takes one's own decisions back, for ten minutes and while nothing depends on them.
    UndoDecisions reviews::undo_decisions Post "/api/reviews/undo"
        REVIEWER, Keyed, 64 * KIB, [GetItem: Account Person, BatchGetItem: Account, Query: Rules, PutItem: Person, UpdateItem: Person] LONG,
        registrations::BatchRequest => registrations::BatchResponse;

    /// What others have decided, and what has arrived, since the last time.
    WatchReviews reviews::watch_reviews Post "/api/reviews/news"
        REVIEWER, Read, KIB, [BatchGetItem: Account, Query: StatusPartition],
        reviews::WatchReviewsRequest => reviews::ReviewNews;

    /// What 删除 of an approved registration leads to, before it is done.
    PreviewDeletion reviews::preview_deletion Post "/api/reviews/deletion"
        REVIEWER, Read, KIB, [GetItem: Person, BatchGetItem: Account, Query: Rules],
        reviews::PreviewDeletionRequest => reviews::DeletionPreview;

    /// 删除 of what had been approved: the chief's, with a reason; the totals shrink.
    DeleteReviewed reviews::delete_reviewed Post "/api/reviews/delete"
        REVIEWER, Keyed, 4 * KIB,
        [GetItem: Account Person, BatchGetItem: Account, Query: Rules, PutItem: Person Unit, UpdateItem: Person Unit, DeleteItem: Person] LONG,
        reviews::DeleteReviewedRequest => registrations::BatchResponse;

    /// Shows one person's identity number in full to their reviewer, and records that it was shown.
    RevealIdentity reviews::reveal_identity Post "/api/reviews/identity"
        REVIEWER, Repeatable, KIB, [GetItem: Person, BatchGetItem: Account, PutItem: Person Unit, UpdateItem: Unit, Decrypt],
        reviews::RevealIdentityRequest => reviews::RevealedIdentity;

    /// 总览: how the scope stands in the year, by department and month.
    ReadOverview reviews::read_overview Get "/api/reviews/overview"
        REVIEWER, Read, 0,
        [GetItem: Unit Platform, BatchGetItem: Account, Query: Unit StatusPartition Rules, PutItem: Unit] LONG,
        overview::ReadOverviewRequest => overview::Overview;

    /// 单位注册: the unit's own account, and the unit where the directory lacks it.
    SignUpUnit accounts::sign_up_unit Post "/api/unit-accounts"
        Access::Anyone, Keyed, 4 * KIB,
        [GetItem: Account Unit, Query: Unit Rules, PutItem: Account Unit Directory, Decrypt] WHOLE_PROCESSOR,
        crate::unit::UnitSignUpForm => accounts::UnitSignedUp;

    /// 使用启用码或重置码: sets a professional's password, and activates the account where there was none.
    RedeemCode accounts::redeem_code Post "/api/codes"
        Access::Anyone, Keyed, 2 * KIB,
        [GetItem: Account Person Unit, Query: Rules, PutItem: Account Person, UpdateItem: Account Person, DeleteItem: Account, Decrypt] WHOLE_PROCESSOR,
        crate::account::RedeemForm => accounts::Session;

    /// 单位信息维护: what is known of the unit.
    ReadUnit units::read_unit Get "/api/unit"
        UNIT_OR_ADMINISTRATOR, Read, 0,
        [GetItem: Unit, BatchGetItem: Account],
        unit_management::ReadUnitRequest => unit_management::UnitProfileView;

    /// 单位信息维护: name, region, contact, final review.
    UpdateUnit units::update_unit Put "/api/unit"
        UNIT, Keyed, 4 * KIB,
        [GetItem: Unit, BatchGetItem: Account, PutItem: Unit Directory, UpdateItem: Account Unit, Decrypt],
        unit_management::UpdateUnitRequest => unit_management::UnitProfileView;

    /// 单位部门管理: all departments with their remarks.
    ListUnitDepartments departments::list_unit_departments Get "/api/unit/departments"
        UNIT_OR_ADMINISTRATOR, Read, 0,
        [BatchGetItem: Account, Query: Unit],
        unit_management::ListUnitDepartmentsRequest => unit_management::DepartmentRows;

    /// 新增部门
    CreateDepartment departments::create_department Post "/api/unit/departments"
        UNIT, Keyed, 2 * KIB,
        [GetItem: Unit, BatchGetItem: Account, Query: Unit, PutItem: Unit, UpdateItem: Unit],
        crate::unit::DepartmentForm => unit_management::DepartmentRow;

    /// 修改 of a department.
    UpdateDepartment departments::update_department Put "/api/unit/departments"
        UNIT, Keyed, 2 * KIB,
        [GetItem: Unit, BatchGetItem: Account, Query: Unit, PutItem: Unit, UpdateItem: Unit],
        unit_management::UpdateDepartmentRequest => unit_management::DepartmentRow;

    /// 删除 of a department: never with people or administrators in it; moves its people first where that is asked for.
    DeleteDepartment departments::delete_department Post "/api/unit/departments/delete"
        UNIT, Keyed, KIB,
        [GetItem: Person Unit, BatchGetItem: Account, Query: Person Unit StatusPartition, PutItem: Person Unit,
            UpdateItem: Person Unit, DeleteItem: Unit, ConditionCheckItem: Person Unit] LONG,
        unit_management::DeleteDepartmentRequest => unit_management::DepartmentDeletion;

    /// 单位管理员管理: the unit's administrators.
    SearchAdministrators administrators::search_administrators Post "/api/administrators/search"
        UNIT, Read, KIB,
        [BatchGetItem: Account, Query: Unit, Decrypt],
        unit_management::SearchAdministratorsRequest => unit_management::AdministratorRows;

    /// 新增管理员
    CreateAdministrator administrators::create_administrator Post "/api/administrators"
        UNIT, Keyed, 4 * KIB,
        [GetItem: Account Unit, BatchGetItem: Account, Query: Unit, PutItem: Account Unit, UpdateItem: Unit, DeleteItem: Unit,
            ConditionCheckItem: Unit, Decrypt] WHOLE_PROCESSOR,
        crate::administrator::AdministratorForm => unit_management::AdministratorRow;

    /// 修改, 停用 and 启用 of an administrator; takes effect at once, also on open sessions.
    UpdateAdministrator administrators::update_administrator Put "/api/administrators"
        UNIT, Keyed, 4 * KIB,
        [GetItem: Account Unit, BatchGetItem: Account, PutItem: Account Unit, UpdateItem: Unit,
            ConditionCheckItem: Unit, Decrypt],
        unit_management::UpdateAdministratorRequest => unit_management::AdministratorRow;

    /// 删除 of an administrator.
    DeleteAdministrator administrators::delete_administrator Post "/api/administrators/delete"
        UNIT, Keyed, KIB,
        [GetItem: Unit, BatchGetItem: Account, PutItem: Unit, UpdateItem: Unit, DeleteItem: Account Unit],
        unit_management::AdministratorRequest => unit_management::AdministratorDeleted;

    /// 重置密码: back to the initial password, for another 14 days.
    ResetAdministratorPassword administrators::reset_administrator_password Post "/api/administrators/password"
        UNIT, Keyed, KIB,
        [GetItem: Account Unit, BatchGetItem: Account, PutItem: Account Unit, UpdateItem: Unit, Decrypt] WHOLE_PROCESSOR,
        unit_management::AdministratorRequest => unit_management::AdministratorRow;

    /// 专业技术人员管理: one page of the scope's people.
    SearchPeople people::search_people Post "/api/people/search"
        REVIEWER, Read, KIB,
        [GetItem: Person, BatchGetItem: Account, Query: Person Unit StatusPartition, PutItem: Person, UpdateItem: Person,
            ConditionCheckItem: Person, Decrypt],
        people::SearchPeopleRequest => people::PeoplePage;

    /// 修改 of the department, of one or many; what waits for review goes along.
    MovePeople people::move_people Post "/api/people/move"
        ADMINISTRATOR, Keyed, 4 * KIB,
        [GetItem: Person Unit, BatchGetItem: Account, Query: Person, PutItem: Person Unit, UpdateItem: Person Unit,
            ConditionCheckItem: Person Unit] LONG,
        people::MovePeopleRequest => people::PeopleMoved;

    /// 调出 to another unit.
    TransferPerson people::transfer_person Post "/api/people/transfer"
        REVIEWER, Keyed, KIB,
        [GetItem: Person Unit, BatchGetItem: Account, Query: Person, PutItem: Person Unit, UpdateItem: Person Unit,
            ConditionCheckItem: Person Unit] LONG,
        people::TransferPersonRequest => people::PersonMoved;

    /// A one-time code for who has forgotten the password, or has no account yet. Shown once.
    IssueCode people::issue_code Post "/api/people/code"
        REVIEWER, Keyed, KIB,
        [GetItem: Account Person Unit, BatchGetItem: Account, PutItem: Account Person Unit, UpdateItem: Person Unit, Decrypt] WHOLE_PROCESSOR,
        people::IssueCodeRequest => people::IssuedCode;

    /// 合并 of a person entered under a mistyped number.
    MergePerson people::merge_person Post "/api/people/merge"
        REVIEWER, Keyed, KIB,
        [GetItem: Person Unit, BatchGetItem: Account Person, Query: Person Rules, PutItem: Person Unit, UpdateItem: Person Unit,
            DeleteItem: Person, ConditionCheckItem: Account Person Unit, Decrypt] LONG,
        people::MergePersonRequest => people::PersonMerged;

    /// The years that a form may offer, and when they end.
    ReadOpenYears windows::read_open_years Get "/api/open-years"
        PROFESSIONAL_OR_REVIEWER, Read, 0,
        [GetItem: Person Unit Platform, BatchGetItem: Account],
        windows::ReadOpenYearsRequest => windows::OpenYears;

    /// 学时登记开放: every year with its window and the unit's own end.
    ReadWindows windows::read_windows Get "/api/windows"
        ADMINISTRATOR, Read, 0,
        [GetItem: Unit Platform, BatchGetItem: Account],
        windows::ReadWindowsRequest => windows::WindowRows;

    /// Closes a year earlier for the unit's own people, or takes that back.
    CloseEarly windows::close_early Put "/api/windows"
        ADMINISTRATOR, Keyed, KIB,
        [GetItem: Unit Platform, BatchGetItem: Account, PutItem: Unit, UpdateItem: Unit],
        windows::CloseEarlyRequest => windows::WindowRows;

    /// 学时登记开放 for everyone: every year with its window.
    ReadPlatformWindows windows::read_platform_windows Get "/api/platform/windows"
        OPERATOR, Read, 0, [GetItem: Platform, BatchGetItem: Account],
        windows::ReadPlatformWindowsRequest => windows::PlatformWindows;

    /// Sets the window of a year for everyone.
    SetWindow windows::set_window Put "/api/platform/windows"
        OPERATOR, Keyed, KIB, [GetItem: Platform Unit, BatchGetItem: Account, PutItem: Platform Unit, UpdateItem: Unit],
        windows::SetWindowRequest => windows::PlatformWindows;

    /// 单位管理: units by any part of the name or credit code, with those that nobody else finds.
    FindUnits directory::find_units Post "/api/platform/units/search"
        OPERATOR, Read, KIB, [GetItem: Directory, BatchGetItem: Account, Query: Directory] WHOLE_PROCESSOR,
        directory::FindUnitsRequest => directory::FoundUnits;

    /// One unit with what an operator decides upon.
    ReadListedUnit directory::read_listed_unit Get "/api/platform/unit"
        OPERATOR, Read, 0, [GetItem: Account Unit, BatchGetItem: Account, Query: Unit StatusPartition, Decrypt],
        directory::ReadListedUnitRequest => directory::UnitCard;

    /// 核实, 停用, 主管部门, and corrections of name and region.
    ChangeUnit directory::change_unit Put "/api/platform/unit"
        OPERATOR, Keyed, 2 * KIB,
        [GetItem: Account Unit, BatchGetItem: Account, Query: Unit StatusPartition, PutItem: Unit Directory,
            UpdateItem: Account Unit, Decrypt],
        directory::ChangeUnitRequest => directory::UnitCard;

    /// 合并单位: a unit that is there twice.
    MergeUnits directory::merge_units Post "/api/platform/units/merge"
        OPERATOR, Keyed, KIB,
        [GetItem: Account Person Unit, BatchGetItem: Account Person, Query: Person Unit StatusPartition Rules,
            PutItem: Account Person Unit Directory, UpdateItem: Person Unit, DeleteItem: Account Person Unit,
            ConditionCheckItem: Person Unit, Decrypt] LONG,
        directory::MergeUnitsRequest => directory::UnitsMerged;

    /// 导入单位目录: some rows of a file.
    ImportUnits directory::import_units Post "/api/platform/units/import"
        OPERATOR, Keyed, 64 * KIB,
        [GetItem: Account Unit, BatchGetItem: Account Unit, PutItem: Unit Directory, UpdateItem: Account Unit, Decrypt] LONG,
        directory::ImportUnitsRequest => directory::ImportUnitsResponse;

    /// Packs the directory anew, after many units have come.
    CompactDirectory directory::compact_directory Post "/api/platform/units/compact"
        OPERATOR, Repeatable, KIB,
        [GetItem: Directory, BatchGetItem: Account, Query: Directory, PutItem: Directory,
            UpdateItem: Directory, DeleteItem: Directory] LONG_WHOLE_PROCESSOR,
        directory::CompactDirectoryRequest => directory::DirectoryCompacted;

    /// A one-time password for a unit's own account that has lost its own.
    ResetUnitPassword directory::reset_unit_password Post "/api/platform/unit/password"
        OPERATOR, Keyed, KIB, [GetItem: Account Unit, BatchGetItem: Account, PutItem: Account Unit, UpdateItem: Unit, Decrypt] WHOLE_PROCESSOR,
        directory::ResetUnitPasswordRequest => directory::UnitPasswordReset;

    /// Confirms, or removes, the account of who signed up a unit that was listed already.
    DecideUnitAccount directory::decide_unit_account Post "/api/platform/unit/account"
        OPERATOR, Keyed, KIB,
        [GetItem: Account Unit, BatchGetItem: Account, Query: Unit StatusPartition, PutItem: Account Unit, UpdateItem: Unit, DeleteItem: Account, Decrypt],
        directory::DecideUnitAccountRequest => directory::UnitCard;

    /// A version of the categories, their hours and the requirements.
    ReadRules rules::read_rules Get "/api/rules"
        Access::SignedIn, Read, 0, [BatchGetItem: Account, Query: Rules],
        rules::ReadRulesRequest => rules::Rules;

    /// All versions of the rules.
    ListRules rules::list_rules Get "/api/platform/rules"
        OPERATOR, Read, 0, [BatchGetItem: Account, Query: Rules],
        rules::ListRulesRequest => rules::RulesVersions;

    /// 发布新版本: from a day to come on.
    PublishRules rules::publish_rules Post "/api/platform/rules"
        OPERATOR, Keyed, 160 * KIB, [GetItem: Unit, BatchGetItem: Account, Query: Rules, PutItem: Rules Unit, UpdateItem: Unit],
        rules::PublishRulesRequest => rules::RulesVersions;

    /// 学习平台密钥
    ListPlatformKeys platforms::list_platform_keys Get "/api/platform/keys"
        OPERATOR, Read, 0, [GetItem: Platform, BatchGetItem: Account PlatformKey],
        platforms::ListPlatformKeysRequest => platforms::PlatformKeys;

    /// 新建密钥; its secret is shown once.
    CreatePlatformKey platforms::create_platform_key Post "/api/platform/keys"
        OPERATOR, Keyed, KIB,
        [GetItem: Platform PlatformKey Unit, BatchGetItem: Account, PutItem: Platform PlatformKey Unit, UpdateItem: Unit, Decrypt],
        platforms::CreatePlatformKeyRequest => platforms::CreatedPlatformKey;

    /// 停用密钥, for good.
    RevokePlatformKey platforms::revoke_platform_key Post "/api/platform/keys/revoke"
        OPERATOR, Keyed, KIB,
        [GetItem: Platform Unit, BatchGetItem: Account PlatformKey, UpdateItem: PlatformKey Unit, PutItem: Unit],
        platforms::RevokePlatformKeyRequest => platforms::PlatformKeys;

    /// 导入公需科目学时: what a platform has handed over as a file.
    ImportCompletions platforms::import_completions Post "/api/platform/completions"
        OPERATOR, Keyed, MIB,
        [GetItem: Person Platform Unit, BatchGetItem: Account Completion, Query: Rules, PutItem: Completion Person Unit,
            UpdateItem: Person Unit, DeleteItem: Person, Decrypt] LONG,
        platforms::ImportCompletionsRequest => completions::DeliveryResults;

    /// 审计日志 of one unit, or of the platform.
    SearchAudit audit::search_audit Post "/api/platform/audit"
        OPERATOR, Read, 2 * KIB, [BatchGetItem: Account, Query: Audit Unit],
        audit::SearchAuditRequest => audit::AuditPage;

    /// 运行情况: registrations, decisions and waiting time by day and city.
    ReadLoad audit::read_load Get "/api/platform/load"
        OPERATOR, Read, 0, [BatchGetItem: Account, Query: Load],
        audit::ReadLoadRequest => audit::Load;
}

/// The header in which a page says for which account it was opened ([`accounts::Session::account`]). Where somebody else has
/// signed in since with the same browser, the call is refused with [`SESSION_CHANGED`] and does nothing.
pub const ACCOUNT_HEADER: &str = "x-xueshi-account";
/// The code of that refusal.
pub const SESSION_CHANGED: &str = "session_changed";

/// Every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// Stable, snake_case.
    pub code: String,
    /// What happened and what to do, in Chinese.
    pub message: String,
    #[serde(default)]
    pub fields: FieldErrors,
    /// To find the request in the log.
    pub request_id: String,
}

/// Where the next page of a list starts; opaque to the browser. `None`: this was the last page.
pub type Cursor = Option<String>;
