//! The program that stands in for the cloud on one machine.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::native;
use crate::process::{self, command};
use crate::progress::step;
use crate::project::Project;

/// The binary of infra/local.
const NAME: &str = "local";
const START_LIMIT: Duration = Duration::from_secs(60);

/// Builds the server and returns the path of its executable.
pub fn build(project: &Project) -> Result<PathBuf> {
    step(step_name(project), || native::binary(project, NAME))
}

/// The first build compiles some 300 libraries and is another thing than the next ones.
pub fn step_name(project: &Project) -> &'static str {
    if is_built(project) { "building the local server" } else { "building the local server for the first time" }
}

pub fn is_built(project: &Project) -> bool {
    executable(project).is_file()
}

/// Where the executable is, or will be.
pub fn executable(project: &Project) -> PathBuf {
    project.native(NAME)
}

/// The call that serves a built front end.
pub fn serve(project: &Project, site: &Path, data: &Path, port: u16, is_fresh: bool) -> Command {
    let mut serve = command(executable(project));
    serve.current_dir(project.root()).arg("serve").arg("--site").arg(site).arg("--data").arg(data);
    serve.arg("--port").arg(port.to_string());
    if is_fresh {
        serve.arg("--fresh");
    }
    serve
}

/// A server with data of its own on a free port. It ends, and its data goes, when this value is dropped.
pub struct ThrowawayServer {
    child: Child,
    data: PathBuf,
    port: u16,
}

impl ThrowawayServer {
    pub fn start(project: &Project) -> Result<Self> {
        let port = free_port()?;
        let data = project.target().join(format!("throwaway-data-{}", std::process::id()));
        let mut serve = serve(project, &project.site(), &data, port, true);
        let child = serve.spawn().map_err(|error| process::cannot_start(&serve, error))?;
        let mut server = Self { child, data, port };
        server.wait_until_it_listens()?;
        Ok(server)
    }

    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    fn wait_until_it_listens(&mut self) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if let Some(status) = self.child.try_wait().context("cannot ask for the state of the local server")? {
                bail!("the local server ended before it listened ({status}); its own messages are above");
            }
            if start.elapsed() > START_LIMIT {
                bail!("the local server did not listen on port {} within {} s", self.port, START_LIMIT.as_secs());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for ThrowawayServer {
    fn drop(&mut self) {
        // Nothing is worth saving, and a process that already ended is as good as one that is ended here.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.data);
    }
}

/// A port that nobody listens on at this moment.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("cannot open a port on this machine")?;
    Ok(listener.local_addr().context("cannot read the address of an open port")?.port())
}
