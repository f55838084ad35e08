"""The test of instance-test.sh, which describes its purpose and requirements."""

import argparse
import http.client
import http.server
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import boto3

HERE = pathlib.Path(__file__).resolve().parent
TIMEOUT_SECONDS = 120
INSTANCE = "i-0123456789abcdef0"
UNITS = ("hiring.service", "hiring-lifecycle.service")


def step(text):
    print("== " + text, flush=True)


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def eventually(what, condition):
    """Polls a condition until it is true, and returns its value."""
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while True:
        value = condition()
        if value:
            return value
        check(time.monotonic() < deadline, "timeout: " + what)
        time.sleep(0.1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", **options)
    check(done.returncode == 0, "%s: status %d\n%s%s" % (command, done.returncode, done.stdout, done.stderr))
    return done.stdout


class UserData:
    """A rendered start script and its settings."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text()
        self.settings = dict(re.findall(r"^(HIRING_\w+|AWS_REGION)=(.*)$", self.text, re.M))
        self.jar_bucket, self.jar_key = re.search(r"'s3://([^/]+)/(\S+)'", self.text).groups()
        self.base_url = "http://127.0.0.1:" + self.settings["HIRING_HTTP_PORT"]


class Metadata:
    """A server for the instance metadata (IMDSv2) and the certificate download."""

    def __init__(self, authorities):
        self.lifecycle_state = "InService"
        token = secrets.token_hex(8)
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, status, body):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_PUT(self):
                lasting = self.headers.get("X-aws-ec2-metadata-token-ttl-seconds")
                known = self.path == "/latest/api/token" and lasting
                self.answer(200 if known else 400, token.encode() if known else b"")

            def do_GET(self):
                if self.path == "/global/global-bundle.pem":
                    return self.answer(200, authorities.read_bytes())
                if self.headers.get("X-aws-ec2-metadata-token") != token:
                    return self.answer(401, b"")
                facts = {
                    "/latest/meta-data/instance-id": INSTANCE,
                    "/latest/meta-data/autoscaling/target-lifecycle-state": outer.lifecycle_state,
                }
                fact = facts.get(self.path)
                return self.answer(404 if fact is None else 200, (fact or "").encode())

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d" % server.server_port


class Database:
    """The embedded server, restarted so that it requires TLS like Aurora."""

    def __init__(self, directory, host, port, jars, java):
        self.certificates(directory, host)
        data = directory / "data"
        self.install(data, jars, java)
        home = data / "database"
        program = next(home.glob("mariadb-*/bin/mariadbd"))
        base = program.parent.parent
        self.user = "hiring"
        self.password = re.search(r"^password=(.*)$", (home / "mariadb.settings").read_text(), re.M).group(1)
        command = [
            program, "--no-defaults", "--basedir=%s" % base, "--lc-messages-dir=%s" % (base / "share"),
            "--datadir=%s" % (home / "mariadb-data"), "--tmpdir=%s" % (home / "mariadb-tmp"), "--socket=",
            "--user=root", "--console", "--bind-address=127.0.0.1", "--skip-name-resolve", "--port=%s" % port,
            "--innodb-log-file-size=256M", "--max-allowed-packet=64M", "--default-time-zone=+00:00",
            "--require-secure-transport=ON", "--ssl-ca=%s" % self.authority,
            "--ssl-cert=%s" % (directory / "server.pem"), "--ssl-key=%s" % (directory / "server.key"),
        ]  # fmt: skip
        self.log = directory / "database.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log)
        eventually("the database starts", lambda: "ready for connections" in self.log.read_text(errors="replace"))

    def certificates(self, directory, host):
        self.authority = directory / "authority.pem"
        key = ("-newkey", "rsa:2048", "-noenc", "-days", "2")
        run("openssl", "req", "-x509", *key, "-subj", "/CN=Test authority",
            "-keyout", directory / "authority.key", "-out", self.authority)  # fmt: skip
        run("openssl", "req", "-x509", *key, "-subj", "/CN=" + host, "-addext", "subjectAltName=DNS:" + host,
            "-addext", "basicConstraints=critical,CA:FALSE", "-CA", self.authority,
            "-CAkey", directory / "authority.key", "-keyout", directory / "server.key",
            "-out", directory / "server.pem")  # fmt: skip

    @staticmethod
    def install(data, jars, java):
        """Starts and stops a service, which installs the database."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("HIRING_")}
        environment.update(HIRING_DATA_DIR=str(data), HIRING_HTTP_PORT="0")
        command = [java, "-cp", ":".join(jars), "com.globant.hiring.local.Main", "serve"]
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as service:
            check("ready" in service.stdout.readline(), "the embedded database cannot be started")
            service.terminate()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Cloud:
    """S3, Secrets Manager and CloudWatch Logs by moto, with the content that a deployment creates."""

    def __init__(self, directory, user_data, jar, database, java):
        port = free_port()
        self.url = "http://127.0.0.1:%d" % port
        self.region = user_data.settings["AWS_REGION"]
        with open(directory / "moto.log", "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log
            )
        eventually("moto starts", self.answers)
        s3 = self.client("s3")
        for bucket in (user_data.jar_bucket, user_data.settings["HIRING_STORAGE_BUCKET"]):
            s3.create_bucket(Bucket=bucket)
        s3.upload_file(str(jar), user_data.jar_bucket, user_data.jar_key)
        self.log_group = re.search(r'"log_group_name": "(.*)"', user_data.text).group(1)
        self.client("logs").create_log_group(logGroupName=self.log_group)
        self.signing_key = secrets.token_hex(20)
        printed = run(java, "-jar", jar, "api-key", "instance-test", "--role", "loader")
        self.api_key = re.search(r"^\s*(instance-test\.\S+)\s*$", printed, re.M).group(1)
        for name, value in (
            ("HIRING_DATABASE_SECRET", json.dumps({"username": database.user, "password": database.password})),
            # Secrets created from files end in a newline.
            ("HIRING_STORAGE_SIGNING_SECRET",
             json.dumps({"access_key_id": "AKIASIGNING\n", "secret_access_key": self.signing_key + "\n"}) + "\n"),
            ("HIRING_AUTH_API_KEYS_SECRET", re.search(r"^- .*$", printed, re.M).group(0) + "\n"),
        ):  # fmt: skip
            self.client("secretsmanager").create_secret(Name=user_data.settings[name], SecretString=value)

    def client(self, service):
        return boto3.client(
            service, endpoint_url=self.url, region_name=self.region,
            aws_access_key_id="test", aws_secret_access_key="test",
        )  # fmt: skip

    def answers(self):
        try:
            with urllib.request.urlopen(self.url + "/moto-api/", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Root:
    """A root file system with the stubs, in which systemd runs."""

    def __init__(self, directory, java, metadata, cloud, database_host):
        self.group = "instance-test-%d" % os.getpid()
        self.stubs = directory / "stubs"
        self.stubs.mkdir()
        shutil.copytree(HERE / "stubs", self.stubs / "bin")
        (self.stubs / "calls").touch()
        (self.stubs / "metadata").write_text(metadata.url)
        (self.stubs / "cloud").write_text(cloud.url)
        for name, program in (("java", java), ("python", sys.executable)):
            (self.stubs / name).write_text('#!/bin/sh\nexec "%s" "$@"\n' % program)
            (self.stubs / name).chmod(0o755)
        with open(directory / "systemd.log", "wb") as log:
            self.process = subprocess.Popen(
                ["unshare", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child=KILL", HERE / "root.sh",
                 directory, self.stubs, sys.prefix, self.group], stdout=log, stderr=log,
            )  # fmt: skip
        self.first = eventually("the first process", self.child)
        eventually("systemd starts", lambda: self.attempt("systemctl", "is-system-running") in ("running", "degraded"))
        self.run("bash", "-c", "printf '127.0.0.1 localhost %s\n' >>/etc/hosts" % database_host)
        # Credentials instead of the role, endpoints of moto instead of AWS, and write access for the stubs.
        self.drop_in(
            "hiring.service",
            "Environment=AWS_ACCESS_KEY_ID=instance AWS_SECRET_ACCESS_KEY=instance",
            "Environment=HIRING_STORAGE_ENDPOINT=%s HIRING_SECRETS_ENDPOINT=%s" % (cloud.url, cloud.url),
        )
        self.drop_in("hiring-lifecycle.service", "ReadWritePaths=/run/stubs")

    def child(self):
        children = pathlib.Path("/proc/%d/task/%d/children" % (self.process.pid, self.process.pid))
        check(self.process.poll() is None, "root.sh failed")
        return children.read_text().strip()

    def drop_in(self, unit, *lines):
        text = "\n".join(["[Service]", *lines, ""])
        directory = "/etc/systemd/system/%s.d" % unit
        self.run("bash", "-c", 'mkdir "$1" && cat >"$1/stubs.conf"', "-", directory, input=text)

    def run(self, *command, **options):
        """Runs a command, which must succeed, and returns its output."""
        return run(*self.entered(), *command, **options)

    def attempt(self, *command):
        """Runs a command, which may fail, and returns its output."""
        return subprocess.run([*self.entered(), *command], capture_output=True, text=True).stdout.strip()

    def entered(self):
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        return ("nsenter", "--target", self.first, "--mount", "--pid", "--cgroup", "--uts", "--ipc", "--root", "--wd",
                "env", "-i", path)  # fmt: skip

    def unit(self, name, what):
        return self.run("systemctl", "show", "--property", what, "--value", name).strip()

    def calls(self):
        return (self.stubs / "calls").read_text().splitlines()

    def stop(self):
        self.process.kill()
        self.process.wait()
        # The control groups remain when their processes have ended.
        run("unshare", "--mount", "bash", "-c",
            'mount -t cgroup2 none /mnt; for try in {1..50}; do find "/mnt/$1" -depth -type d -exec rmdir {} + && exit;'
            " sleep 0.1; done", "-", self.group)  # fmt: skip


class Instance:
    """The steps of the test."""

    def __init__(self, root, user_data, cloud, database, metadata, api_test):
        self.root = root
        self.user_data = user_data
        self.cloud = cloud
        self.database = database
        self.metadata = metadata
        self.api_test_script = api_test

    def run_start_script(self):
        """Runs the start script as cloud-init does, with its log file."""
        (self.root.stubs / "user-data").write_bytes(self.user_data.path.read_bytes())
        self.root.run("bash", "-c", "bash /run/stubs/user-data 2>&1 | tee -a /var/log/cloud-init-output.log; "
                      "exit ${PIPESTATUS[0]}")  # fmt: skip

    def check_log_of_failed_start(self):
        """Without packages, there is no CloudWatch agent either."""
        no_packages = self.root.stubs / "no-packages"
        no_packages.touch()
        try:
            self.run_start_script()
        except AssertionError:
            pass
        else:
            raise AssertionError("the start script succeeds without packages")
        no_packages.unlink()
        logs = self.cloud.client("logs")
        streams = logs.describe_log_streams(logGroupName=self.cloud.log_group)["logStreams"]
        check([stream["logStreamName"].split("-start-")[0] for stream in streams] == [INSTANCE + "/failed"], streams)
        events = logs.get_log_events(
            logGroupName=self.cloud.log_group, logStreamName=streams[0]["logStreamName"]
        )["events"]  # fmt: skip
        check("Failed to download metadata" in events[0]["message"], events)

    def check_security_updates(self):
        check("dnf upgrade -y" in self.root.calls(), self.root.calls())
        check(self.root.unit("dnf-automatic.timer", "ActiveState") == "active", "no timer of security updates")
        settings = self.root.run("cat", "/etc/dnf/automatic.conf")
        check("apply_updates = yes" in settings and "upgrade_type = security" in settings, settings)

    def check_units(self):
        for unit in UNITS:
            check(self.root.unit(unit, "ActiveState") == "active", unit)
            path = "/etc/systemd/system/" + unit
            done = self.root.run("bash", "-c", "systemd-analyze verify %s 2>&1" % path)
            check(not done.strip(), done)
            # Exposure from 0 (best) to 100.
            self.root.run("systemd-analyze", "security", "--no-pager", "--threshold=30", unit)

    def check_unprivileged_user(self):
        status = self.root.run("bash", "-c", "cat /proc/$(systemctl show -P MainPID hiring)/status")
        user = self.root.run("id", "-u", "hiring").strip()
        check(re.search(r"^Uid:\s+%s\s+%s\s" % (user, user), status, re.M), status)
        check(re.search(r"^CapEff:\s+0+$", status, re.M), status)
        check(re.search(r"^NoNewPrivs:\s+1$", status, re.M), status)

    def run_api_test(self):
        run(sys.executable, self.api_test_script, self.user_data.base_url,
            # A key from a secret that was created from a file ends in a newline.
            env={"HIRING_API_KEY": self.cloud.api_key + "\r\n", "HIRING_TEST_SCHEMA": self.schema})  # fmt: skip

    @property
    def schema(self):
        return self.user_data.settings["HIRING_DATABASE_SCHEMAS"].split(",")[0]

    def check_authentication(self):
        try:
            with urllib.request.urlopen(self.user_data.base_url + "/second_sql_requirement") as answer:
                raise AssertionError("without a key: %d" % answer.status)
        except urllib.error.HTTPError as problem:
            check(problem.code == 401, "without a key: %d" % problem.code)

    def check_signing_key(self):
        request = urllib.request.Request(
            self.user_data.base_url + "/second_sql_requirement", headers={"X-Api-Key": self.cloud.api_key}
        )
        with urllib.request.urlopen(request) as answer:
            url = json.load(answer)["presigned-url"]
        check("X-Amz-Credential=AKIASIGNING%2F" in url, url)
        check("/" + self.user_data.settings["HIRING_STORAGE_PREFIX"] in url, url)

    def check_json_log(self):
        lines = self.root.run("cat", "/var/log/hiring/hiring.log").splitlines()
        check(any(json.loads(line)["message"] == "load ended" for line in lines), lines)

    def check_secrets_are_hidden(self):
        """No secret is in a file, a log, a command line or an environment."""
        text = self.root.run(
            "bash", "-c", "find /etc/hiring /etc/systemd/system /opt/hiring/lifecycle.sh /var/log/hiring"
            " /run/stubs/calls -type f -exec cat {} + && cat /proc/[0-9]*/{cmdline,environ} 2>/dev/null | tr '\\0' ' '",
        )  # fmt: skip
        check(self.user_data.settings["HIRING_DATABASE_SECRET"] in text, "the search misses the settings")
        for secret in (self.database.password, self.cloud.api_key, self.cloud.signing_key):
            check(secret not in text, "a secret is visible")

    def check_restart_after_crash(self):
        """The restart deletes temporary files."""
        leftover = "/var/lib/hiring/spool/left-over.csv"
        before = self.root.unit("hiring.service", "MainPID")
        self.root.run("bash", "-c", 'touch "$1" && kill -KILL "$2"', "-", leftover, before)
        eventually("the service restarts", lambda: self.root.unit("hiring.service", "MainPID") not in (before, "0"))
        eventually("the service is ready again", self.is_ready)
        self.root.run("test", "!", "-e", leftover)

    def check_load_ends_before_termination(self):
        load = SlowLoad(self.user_data.base_url, self.schema, self.cloud.api_key)
        load.begin()
        self.metadata.lifecycle_state = "Terminated"
        stopping = lambda: self.root.unit("hiring.service", "ActiveState") == "deactivating"  # noqa: E731
        eventually("systemd stops the service", stopping)
        eventually("the service is not ready any more", lambda: not self.is_ready())
        check(not self.completions(), "the hook was completed while a load was running")
        answer = load.end()
        check(answer["status"] == "committed" and answer["rows"]["inserted"] == 2, answer)
        eventually("the hook is completed", lambda: len(self.completions()) == 2)
        check("--instance-id " + INSTANCE in self.completions()[1], self.completions())
        for unit in UNITS:
            eventually(unit + " ends", lambda: self.root.unit(unit, "ActiveState") == "inactive")
            check(self.root.unit(unit, "Result") == "success", unit)

    def completions(self):
        return [call for call in self.root.calls() if call.startswith("aws autoscaling complete-lifecycle-action ")]

    def is_ready(self):
        try:
            with urllib.request.urlopen(self.user_data.base_url + "/health/ready", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False


class SlowLoad:
    """A load whose body comes in two parts."""

    def __init__(self, base_url, schema, api_key):
        self.connection = http.client.HTTPConnection(base_url[len("http://") :], timeout=TIMEOUT_SECONDS)
        self.path = "/db_migration?table=departments&append=true&schema=" + schema
        self.api_key = api_key

    def begin(self):
        self.connection.putrequest("PUT", self.path)
        for name, value in (
            ("X-Api-Key", self.api_key), ("Content-Type", "text/csv"), ("Transfer-Encoding", "chunked"),
            ("Expect", "100-continue"),
        ):  # fmt: skip
            self.connection.putheader(name, value)
        self.connection.endheaders()
        # The service answers 100 when the load has begun in the database.
        interim = self.connection.sock.recv(4096)
        check(interim.startswith(b"HTTP/1.1 100 "), interim)
        self.send(b"2147483101,Slow\n")

    def end(self):
        self.send(b"2147483102,Slower\n")
        self.send(b"")
        with self.connection.getresponse() as response:
            body = response.read()
            check(response.status == 200, body)
            return json.loads(body)

    def send(self, data):
        self.connection.send(b"%x\r\n%s\r\n" % (len(data), data))


def shellcheck(directory, user_data):
    """Checks the start script, the scripts that it writes, and the scripts of this test."""
    scripts = [user_data.path, *HERE.glob("*.sh"), *HERE.parent.glob("instance-*.sh")]
    scripts += [path for path in (HERE / "stubs").iterdir() if path.read_bytes().startswith(b"#!/bin/bash")]
    for name, text in re.findall(r"^cat >(\S+\.sh) <<'END'\n(.*?)^END$", user_data.text, re.M | re.S):
        written = directory / pathlib.Path(name).name
        written.write_text(text)
        scripts.append(written)
    run(pathlib.Path(sys.executable).parent / "shellcheck", "--severity=style", *scripts)


def main():
    parser = argparse.ArgumentParser()
    for name in ("user-data", "service", "embedded", "api-test", "directory"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    options = parser.parse_args()
    directory = options.directory
    user_data = UserData(options.user_data)
    java = os.path.realpath(shutil.which("java"))
    host = user_data.settings["HIRING_DATABASE_HOST"]
    running = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        step("shellcheck has no findings")
        shellcheck(directory, user_data)
        step("start a database that requires TLS, S3, Secrets Manager, metadata")
        jars = [str(options.service), str(options.embedded)]
        database = Database(directory, host, user_data.settings["HIRING_DATABASE_PORT"], jars, java)
        running.append(database)
        cloud = Cloud(directory, user_data, options.service, database, java)
        running.append(cloud)
        metadata = Metadata(database.authority)
        root = Root(directory, java, metadata, cloud, host)
        running.append(root)
        instance = Instance(root, user_data, cloud, database, metadata, options.api_test)
        step("the start script sends its log if it cannot install packages")
        instance.check_log_of_failed_start()
        step("the start script succeeds, and the service is ready")
        instance.run_start_script()
        instance.check_security_updates()
        step("systemd-analyze accepts the units")
        instance.check_units()
        instance.check_unprivileged_user()
        instance.check_authentication()
        step("the service loads files and answers reports")
        instance.run_api_test()
        instance.check_signing_key()
        instance.check_json_log()
        instance.check_secrets_are_hidden()
        step("the start script can run again")
        instance.run_start_script()
        instance.run_api_test()
        step("the service restarts after a crash")
        instance.check_restart_after_crash()
        step("a running load ends before the instance is terminated")
        instance.check_load_ends_before_termination()
        step("passed")
    except AssertionError as failure:
        print(failure, file=sys.stderr)
        for log in directory.glob("*.log"):
            print("-- %s\n%s" % (log.name, log.read_text(errors="replace")[-2000:]), file=sys.stderr)
        if running and isinstance(running[-1], Root):
            print(running[-1].attempt("journalctl", "--no-pager", "-n", "50"), file=sys.stderr)
            print(running[-1].attempt("tail", "-n", "10", "/var/log/hiring/hiring.log"), file=sys.stderr)
        sys.exit(1)
    finally:
        for started in reversed(running):
            started.stop()


if __name__ == "__main__":
    main()
