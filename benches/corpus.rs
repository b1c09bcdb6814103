//! Writes a folder of synthetic exports to measure on: `cargo run --release --example corpus -- DIR MIB [KIND…]`.
//!
//! The mix, kind `mix`, has about so many MiB: seven tenths are small indented collections (10 KB to 2 MB, 212 KB
//! on average), one of them for every tenth an environment beside it; a dump of a hundredth; the rest are large
//! minified collections of at most 100 MB. Beside it stand, each with a tenth as many bytes, workspaces in `archives`,
//! documents as `lines`, and `forks`: collections with four copies, of which two are equal and two differ by ids
//! only. The same arguments give the same exports everywhere; their archives depend on the library that packs them.

mod exports;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use exports::{Layout, Random, dump, environment, write_collection};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Most bytes of one file.
const LARGEST: usize = 100_000_000;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, mebibytes, kinds @ ..] = arguments.as_slice() else {
        return Err(io::Error::other("usage: corpus DIR MIB [mix|archives|lines|forks…]"));
    };
    let bytes = mebibytes.parse::<usize>().map_err(io::Error::other)? << 20;
    let folder = Path::new(folder);
    let is_wanted = |kind: &str| kinds.is_empty() || kinds.iter().any(|wanted| wanted == kind);
    if is_wanted("mix") {
        mix(folder, bytes)?;
    }
    // Each draws its own numbers, so that none changes another.
    if is_wanted("archives") {
        archives(&folder.join("archives"), bytes / 10, &mut Random::new(3))?;
    }
    if is_wanted("lines") {
        lines(&folder.join("lines"), bytes / 10, &mut Random::new(4))?;
    }
    if is_wanted("forks") {
        forks(&folder.join("forks"), bytes / 10, &mut Random::new(5))?;
    }
    Ok(())
}

fn mix(folder: &Path, bytes: usize) -> io::Result<()> {
    let mut random = Random::new(2);
    small(&folder.join("small"), bytes / 10 * 7, &mut random)?;
    let dumps = folder.join("dumps");
    fs::create_dir_all(&dumps)?;
    fs::write(dumps.join("Backup.postman_dump.json"), dump(&mut random, bytes / 100))?;
    large(&folder.join("minified"), bytes / 10 * 3, &mut random)
}

/// Small indented collections and environments.
fn small(folder: &Path, bytes: usize, random: &mut Random) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut written = 0;
    for number in 0.. {
        if written >= bytes {
            break;
        }
        let size = small_size(random);
        let path = folder.join(format!("{number:05}.postman_collection.json"));
        let mut out = BufWriter::new(File::create(path)?);
        write_collection(&mut out, Layout::Pretty, size, random, None)?;
        out.flush()?;
        written += size;
        if number % 10 == 0 {
            let path = folder.join(format!("{number:05}.postman_environment.json"));
            fs::write(path, small_environment(Layout::Pretty, random))?;
        }
    }
    Ok(())
}

/// How many bytes a small collection has.
fn small_size(random: &mut Random) -> usize {
    const SIZES: [usize; 12] = [10, 10, 15, 20, 30, 50, 80, 120, 200, 350, 600, 1060];
    let index = usize::try_from(random.below(SIZES.len() as u64)).unwrap_or(0);
    SIZES.get(index).copied().unwrap_or(10) << 10
}

fn small_environment(layout: Layout, random: &mut Random) -> String {
    let variables = 10 + random.below(90);
    environment(layout, random, variables)
}

/// Minified collections.
fn large(folder: &Path, bytes: usize, random: &mut Random) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for number in 0..bytes.div_ceil(LARGEST) {
        let path = folder.join(format!("{number:05}.json"));
        let mut out = BufWriter::new(File::create(path)?);
        let size = LARGEST.min(bytes - number * LARGEST);
        write_collection(&mut out, Layout::Minified, size, random, None)?;
        out.flush()?;
    }
    Ok(())
}

/// Workspaces of a few small exports each, as zip and as tar.gz in turn; `bytes` of them, unpacked.
fn archives(folder: &Path, bytes: usize, random: &mut Random) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut written = 0;
    for number in 0.. {
        if written >= bytes {
            break;
        }
        let members = workspace(random)?;
        written += members.iter().map(|(_, text)| text.len()).sum::<usize>();
        if number % 2 == 0 {
            zip(&folder.join(format!("{number:05}.zip")), &members)?;
        } else {
            tar(&folder.join(format!("{number:05}.tar.gz")), &members)?;
        }
    }
    Ok(())
}

/// The names and texts of the members of an archive.
type Members = Vec<(String, Vec<u8>)>;

fn workspace(random: &mut Random) -> io::Result<Members> {
    let mut members = Vec::new();
    for number in 0..=random.below(8) {
        let size = small_size(random);
        let mut text = Vec::new();
        write_collection(&mut text, Layout::Pretty, size, random, None)?;
        members.push((format!("collections/{number}.postman_collection.json"), text));
    }
    for number in 0..=random.below(2) {
        let text = small_environment(Layout::Pretty, random).into_bytes();
        members.push((format!("environments/{number}.postman_environment.json"), text));
    }
    Ok(members)
}

fn zip(path: &Path, members: &Members) -> io::Result<()> {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path)?));
    for (name, text) in members {
        zip.start_file(name.as_str(), SimpleFileOptions::default())?;
        zip.write_all(text)?;
    }
    zip.finish()?.flush()
}

fn tar(path: &Path, members: &Members) -> io::Result<()> {
    let file = BufWriter::new(File::create(path)?);
    let mut tar = tar::Builder::new(GzEncoder::new(file, Compression::default()));
    for (name, text) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, text.as_slice())?;
    }
    tar.into_inner()?.finish()?.flush()
}

/// Collections, and an environment for every tenth, one a line.
fn lines(folder: &Path, bytes: usize, random: &mut Random) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for number in 0..bytes.div_ceil(LARGEST) {
        let path = folder.join(format!("{number:05}.ndjson"));
        let mut out = BufWriter::new(File::create(path)?);
        let (goal, mut written) = (LARGEST.min(bytes - number * LARGEST), 0);
        while written < goal {
            let size = small_size(random);
            write_collection(&mut out, Layout::Minified, size, random, None)?;
            out.write_all(b"\n")?;
            written += size;
            if random.below(10) == 0 {
                writeln!(out, "{}", small_environment(Layout::Minified, random))?;
            }
        }
        out.flush()?;
    }
    Ok(())
}

/// Collections with four copies each: two equal exports, and two forks with other ids.
fn forks(folder: &Path, bytes: usize, random: &mut Random) -> io::Result<()> {
    const IDS: [(&str, u64); 5] =
        [("export", 0), ("export again", 0), ("export later", 0), ("fork", 1), ("other fork", 2)];
    let mut written = 0;
    for number in 0.. {
        if written >= bytes {
            break;
        }
        let folder = folder.join(format!("{number:05}"));
        fs::create_dir_all(&folder)?;
        let size = small_size(random);
        let (content, ids) = (1 + random.below(1 << 32), 1 + random.below(1 << 32));
        for (name, fork) in IDS {
            let mut out = BufWriter::new(File::create(
                folder.join(format!("{name}.postman_collection.json")),
            )?);
            let mut ids = Random::new(ids + fork);
            let content = &mut Random::new(content);
            write_collection(&mut out, Layout::Pretty, size, content, Some(&mut ids))?;
            out.flush()?;
            written += size;
        }
    }
    Ok(())
}
