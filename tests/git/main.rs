//! Repositories of git: every test runs the real `git` in a temporary one.

mod bad;
mod history;
mod hook;
mod repository;
mod staged;
