//! Archives as no common tool writes them.

use std::io::Write;

/// A member of a zip file.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    /// General purpose flags: bit 0 says that it is encrypted.
    pub(crate) flags: u16,
    /// Compression method: 0 stored, 8 deflated.
    pub(crate) method: u16,
    pub(crate) packed: Vec<u8>,
    pub(crate) size: usize,
}

impl Entry {
    /// A member that is stored as it is.
    pub(crate) fn new(name: &[u8], bytes: Vec<u8>) -> Self {
        Self { name: name.to_vec(), flags: 0, method: 0, size: bytes.len(), packed: bytes }
    }

    pub(crate) fn deflated(name: &[u8], bytes: &[u8]) -> Self {
        Self { method: 8, size: bytes.len(), ..Self::new(name, deflated(bytes)) }
    }

    /// The fields that local header and directory share, from the version on.
    fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        for number in [20, self.flags, self.method, 0, 0] {
            fields.extend(number.to_le_bytes());
        }
        for number in [0, self.packed.len(), self.size] {
            fields.extend(u32::try_from(number).expect("a small member").to_le_bytes());
        }
        fields.extend(u16::try_from(self.name.len()).expect("a short name").to_le_bytes());
        fields.extend([0, 0]);
        fields
    }
}

/// A zip file of these members, whatever their names.
pub(crate) fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(entry.fields());
        directory.extend([0; 10]);
        directory.extend(u32::try_from(file.len()).expect("a small file").to_le_bytes());
        directory.extend(&entry.name);
        file.extend(b"PK\x03\x04");
        file.extend(entry.fields());
        file.extend(&entry.name);
        file.extend(&entry.packed);
    }
    let start = file.len();
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    // The count is not believed, so it may lie.
    file.extend([0xFF, 0xFE, 0xFF, 0xFE]);
    for number in [directory.len(), start] {
        file.extend(u32::try_from(number).expect("a small file").to_le_bytes());
    }
    file.extend([0, 0]);
    file
}

pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

/// The header of a regular file that says it has `size` bytes.
pub(crate) fn tar_header(name: &str, size: u64) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_path(name).expect("a short name");
    header.set_size(size);
    header.set_cksum();
    header.as_bytes().to_vec()
}
