//! What the JSON formats say of accepted findings, and of what was to accept some.

use serde::Serialize;

use crate::finding::{Notice, NoticeCode, State, SuppressedBy, Suppression};

#[derive(Serialize)]
pub(super) struct SuppressionRecord<'r> {
    by: SuppressedBy,
    state: Option<State>,
    reason: Option<&'r str>,
    author: Option<&'r str>,
    expires: Option<&'r str>,
}

impl<'r> SuppressionRecord<'r> {
    pub(super) fn new(suppression: &'r Suppression) -> Self {
        Self {
            by: suppression.by,
            state: suppression.state,
            reason: suppression.reason.as_deref(),
            author: suppression.author.as_deref(),
            expires: suppression.expires.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct NoticeRecord<'r> {
    code: NoticeCode,
    path: &'r str,
    line: Option<u64>,
    message: &'r str,
}

impl<'r> NoticeRecord<'r> {
    pub(super) fn new(notice: &'r Notice) -> Self {
        let Notice { path, line, code, message } = notice;
        Self { code: *code, path, line: *line, message }
    }
}
