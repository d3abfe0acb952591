//! Every limit of the product, in one place. The browser enforces them for comfort, the functions for safety.

/// Characters in a title (认定内容).
pub const TITLE_CHARACTERS_MAX: usize = 200;
/// Characters in remarks (认定内容说明).
pub const REMARKS_CHARACTERS_MAX: usize = 2_000;
/// Characters in the number on the evidence (证书编号).
pub const DOCUMENT_NUMBER_CHARACTERS_MAX: usize = 100;
/// Characters in a review opinion (审核意见) or a reason.
pub const OPINION_CHARACTERS_MAX: usize = 500;
/// Tenths of an hour that one registration may claim: 0.1 to 999.9 学时.
pub const CLAIMED_TENTHS_MIN: u32 = 1;
pub const CLAIMED_TENTHS_MAX: u32 = 9_999;
/// The earliest year in which a period may begin: nobody works longer than the seventy years since.
pub const PERIOD_YEAR_MIN: i32 = 1950;
/// Calendar years that one period may span.
pub const PERIOD_YEARS_MAX: i32 = 5;
/// Attachments of one registration, and bytes of one attachment.
pub const ATTACHMENTS_MAX: usize = 10;
pub const ATTACHMENT_BYTES_MAX: u64 = 10 * 1024 * 1024;
/// Days after which an upload that nobody confirmed disappears. It can be confirmed until a day before, so that no file is
/// confirmed in the moment in which it goes.
pub const UNCONFIRMED_DAYS: i64 = 7;
/// Characters in an attachment's file name.
pub const FILE_NAME_CHARACTERS_MAX: usize = 120;
/// Items of one batch action.
pub const BATCH_ITEMS_MAX: usize = 500;
/// Rows and bytes of one import file.
pub const IMPORT_ROWS_MAX: usize = 10_000;
pub const IMPORT_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Rows that one request imports: an answer every second or so, and one transaction for a third of them.
pub const IMPORT_ROWS_PER_REQUEST: usize = 99;
/// Rows of one export, and of one request of it.
pub const EXPORT_ROWS_MAX: usize = 50_000;
pub const EXPORT_ROWS_PER_PAGE: usize = 1_000;
/// How long a decision can be undone.
pub const UNDO_SECONDS_MAX: i64 = 10 * 60;
/// Characters in a person's, a unit's and a department's name.
pub const PERSON_NAME_CHARACTERS_MAX: usize = 50;
pub const UNIT_NAME_CHARACTERS_MAX: usize = 100;
pub const DEPARTMENT_NAME_CHARACTERS_MAX: usize = 50;
/// Characters in a password. The upper bound keeps hashing time bounded.
pub const PASSWORD_CHARACTERS_MIN: usize = 8;
pub const PASSWORD_CHARACTERS_MAX: usize = 128;
/// Characters in what an operator signs in with.
pub const OPERATOR_LOGIN_CHARACTERS_MIN: usize = 3;
pub const OPERATOR_LOGIN_CHARACTERS_MAX: usize = 32;
/// Hits on one page of the unit search, and rows on one page of a list.
pub const UNIT_HITS_PER_PAGE: usize = 10;
pub const LIST_ROWS_PER_PAGE: usize = 50;
/// Rows on one page of one's own registrations: fewer, because that page is read as it is at the moment, at twice the price.
pub const OWN_ROWS_PER_PAGE: usize = 25;
/// The earliest credited year that the requirement knows, and so the earliest that can be claimed.
pub const CREDITED_YEAR_MIN: i32 = 2016;
/// Deliveries of a learning platform in one request, and characters in its name for a completion.
pub const DELIVERIES_MAX: usize = 1_000;
pub const COMPLETION_ID_CHARACTERS_MAX: usize = 64;
/// Characters in a learning platform's name, and keys of all platforms, revoked ones among them: their list is read whole.
pub const PLATFORM_NAME_CHARACTERS_MAX: usize = 50;
pub const PLATFORM_KEYS_MAX: usize = 500;
/// Seconds that the clock of a signed request may be away from ours.
pub const SIGNATURE_SECONDS_MAX: i64 = 300;
/// Characters in the id of a signed request, and days for which one that comes again counts once.
pub const WEBHOOK_ID_CHARACTERS_MAX: usize = 128;
pub const WEBHOOK_DAYS: i64 = 7;
/// Characters in an administrator's 分管工作 and in a department's 部门备注.
pub const DUTIES_CHARACTERS_MAX: usize = 200;
pub const DEPARTMENT_REMARKS_CHARACTERS_MAX: usize = 200;
/// Drafts of one person on the server, bytes of one, and days after which one that nobody touched vanishes.
pub const DRAFTS_MAX: usize = 20;
pub const DRAFT_BYTES_MAX: usize = 16 * 1024;
pub const DRAFT_DAYS: i64 = 180;
/// Registrations that one request compares with what is typed, and of which it tells at most.
pub const COMPARED_MAX: usize = 1_000;
pub const SIMILAR_MAX: usize = 5;
/// Days before a year's end from which on it stands in 消息, and on 学时登记.
pub const CLOSING_TOLD_DAYS: i64 = 30;
pub const CLOSING_NOTICE_DAYS: i64 = 14;
/// Departments and administrators of one unit: their lists are read whole.
pub const DEPARTMENTS_MAX: usize = 500;
pub const ADMINISTRATORS_MAX: usize = 500;
/// People that one request moves to another department: each is a transaction of its own.
pub const PEOPLE_MOVED_MAX: usize = 20;
/// Rows of 导入单位目录 in one request: a transaction each of a unit, its line of the directory and the note of it.
pub const UNITS_PER_REQUEST: usize = 50;
/// Bytes of a published version of the rules; the one that comes with the product has 9 KB.
pub const RULES_BYTES_MAX: usize = 128 * 1024;
