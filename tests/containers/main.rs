//! Archives, compressed files and streams, whole and hostile: what can be read is found, what cannot
//! is told, and nothing takes memory without bound.

mod archives;
mod limits;
mod scans;
