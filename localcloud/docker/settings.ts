// What the docker provider needs from outside: a daemon, and the registry that stands for Azure's. Types, and how its process is told of them.

/** Argument of the local cloud's process whose parent sends the settings as its first message: they hold a password, which no argument may. */
export const dockerFlag = '--docker';

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** Where the registries of the local cloud are served. */
export interface RegistryPlace {
  /** "127.0.0.1:5000". */
  readonly address: string;
  readonly credentials: RegistryLogin;
}

export interface DockerSettings {
  /** Where the daemon listens: "unix:///var/run/docker.sock". */
  readonly host: string;
  /** False: images are built by the daemon's own builder. */
  readonly hasBuildx: boolean;
  /** Docker's command line: a path, or a name on the PATH of `environment`. */
  readonly program: string;
  /** The whole environment of its processes. */
  readonly environment: Readonly<Record<string, string>>;
  readonly registry: RegistryPlace;
}
