package dev.townhall.core.town;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A way out of a worker's place: a script that succeeds only if it got out, except that what it wrote
/// may be its own (a sandbox has a `/tmp` of its own): the scene looks. Variables are the scene's.
enum Escape {
    READ_THE_TOKEN(
            Unconfined.GETS_OUT,
            "read the town's run/token",
            "grep -q town-token \"$TOWN/run/token\""),
    READ_THE_LEDGER(
            Unconfined.GETS_OUT,
            "read the town's ledger.db",
            "head -c 6 \"$TOWN/ledger.db\" | grep -q SQLite"),
    SEE_THE_TOWNS_FOLDER(Unconfined.GETS_OUT, "[ -e \"$TOWN/town.toml\" ]"),
    CALL_THE_TOWNS_SOCKET(
            Unconfined.GETS_OUT,
            "call the town's command line",
            "curl -s -m 20 --unix-socket \"$TOWN/run/gt.sock\" http://town/ | grep -q hello"),
    CALL_THE_WEB_TOWN_HALL(
            Unconfined.GETS_OUT, "curl -s -m 20 http://127.0.0.1:$WEB/ | grep -q hello"),
    READ_ANOTHER_TREE(Unconfined.GETS_OUT, "[ -e \"$OTHER/README\" ]"),
    WRITE_ANOTHER_TREE(Unconfined.GETS_OUT, "echo planted > \"$OTHER/planted\""),
    READ_ANOTHER_HOME(Unconfined.GETS_OUT, "[ -e \"$TOWN/homes/other/home/login\" ]"),
    READ_A_PRIVATE_KEY(
            Unconfined.GETS_OUT,
            "read the user's .ssh/id_ed25519",
            "grep -q PRIVATE \"$USERS_HOME/.ssh/id_ed25519\""),
    READ_CLOUD_KEYS(
            Unconfined.GETS_OUT,
            "read the user's .aws/credentials",
            "grep -q KEY \"$USERS_HOME/.aws/credentials\""),
    READ_PASSWORDS_OF_GIT(
            Unconfined.GETS_OUT,
            "read the user's .git-credentials",
            "cat \"$USERS_HOME/.git-credentials\""),
    READ_ANOTHER_PRIVATE_KEY(
            Unconfined.GETS_OUT,
            "read the user's .ssh/id_rsa",
            "grep -q PRIVATE \"$USERS_HOME/.ssh/id_rsa\""),
    READ_LOGINS_OF_HOSTS(
            Unconfined.GETS_OUT, "read the user's .netrc", "cat \"$USERS_HOME/.netrc\""),
    READ_THE_LOGIN_OF_GITHUB(
            Unconfined.GETS_OUT,
            "read the user's .config/gh/hosts.yml",
            "cat \"$USERS_HOME/.config/gh/hosts.yml\""),
    READ_THE_LOGIN_OF_A_CLOUD(
            Unconfined.GETS_OUT,
            "read the user's .config/gcloud/application_default_credentials.json",
            "cat \"$USERS_HOME/.config/gcloud/application_default_credentials.json\""),
    READ_LOGINS_OF_DOCKER(
            Unconfined.GETS_OUT,
            "read the user's .docker/config.json",
            "cat \"$USERS_HOME/.docker/config.json\""),
    READ_KEYS_OF_CLUSTERS(
            Unconfined.GETS_OUT,
            "read the user's .kube/config",
            "cat \"$USERS_HOME/.kube/config\""),
    READ_THE_LOGIN_OF_CLAUDE(
            Unconfined.GETS_OUT,
            "read the user's .claude/.credentials.json",
            "cat \"$USERS_HOME/.claude/.credentials.json\""),
    READ_THE_LOGIN_OF_CODEX(
            Unconfined.GETS_OUT,
            "read the user's .codex/auth.json",
            "cat \"$USERS_HOME/.codex/auth.json\""),
    CALL_THE_SSH_AGENT(
            Unconfined.GETS_OUT,
            "call the user's SSH agent",
            "curl -s -m 20 --unix-socket \"$USERS_HOME/agent.sock\" http://agent/ | grep -q hello"),
    CALL_DOCKER(
            Unconfined.DEPENDS,
            "call Docker",
            "curl -s -m 20 --unix-socket /var/run/docker.sock http://docker/_ping"),
    LOOK_UP_THE_TOWNS_PROCESS(
            Unconfined.GETS_OUT, "read the town's run/pid", "grep -q 1 \"$TOWN/run/pid\""),
    WRITE_THE_USERS_PROFILE(Unconfined.GETS_OUT, "echo '# planted' >> \"$USERS_HOME/.profile\""),
    READ_SHADOW(
            Unconfined.GETS_OUT_AS_ROOT, "read /etc/shadow", "head -c 1 /etc/shadow | grep -q ."),
    READ_THE_TOWNS_ENVIRONMENT(
            Unconfined.GETS_OUT, "tr '\\0' '\\n' < /proc/$TOWN_PID/environ | grep -q ^TOWN_KEY="),
    READ_ALL_ENVIRONMENTS(
            Unconfined.GETS_OUT, "cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -aq ^TOWN_KEY="),
    INHERIT_THE_TOWNS_ENVIRONMENT(Unconfined.IS_HELD, "env | grep -q ^TOWN_KEY="),
    READ_THE_TOWNS_MEMORY(
            Unconfined.GETS_OUT_AS_ROOT, "head -n 1 /proc/$TOWN_PID/maps | grep -q -- -"),
    ENTER_THE_TOWNS_FOLDER_BY_PROC(Unconfined.GETS_OUT, "[ -e /proc/$TOWN_PID/cwd/town.toml ]"),
    SEE_THE_TOWNS_PROCESS(Unconfined.GETS_OUT, "[ -e /proc/$TOWN_PID ]"),
    KILL_THE_TOWN(Unconfined.GETS_OUT, "kill -KILL $VICTIM_PID"),
    ROOT_OF_THE_FIRST_PROCESS(
            Unconfined.DEPENDS, "head -c 6 \"/proc/1/root$TOWN/ledger.db\" | grep -q SQLite"),
    ROOT_OF_ITSELF(
            Unconfined.GETS_OUT,
            "read the town's ledger.db",
            "head -c 6 \"/proc/self/root$TOWN/ledger.db\" | grep -q SQLite"),
    LINK_TO_THE_LEDGER(
            Unconfined.GETS_OUT,
            "read the town's ledger.db",
            "ln -s \"$TOWN/ledger.db\" soft && head -c 6 soft | grep -q SQLite"),
    LINK_TO_THE_TOWNS_FOLDER(
            Unconfined.GETS_OUT,
            "read the town's run/token",
            "ln -s \"$TOWN\" town && grep -q town-token town/run/token"),
    UP_FROM_THE_TREE(
            Unconfined.GETS_OUT,
            "read the town's ledger.db",
            "up=$(realpath -m --relative-to=. \"$TOWN\") && head -c 6 \"$up/ledger.db\" | grep -q SQLite"),
    COPY_THE_TOKEN(
            Unconfined.GETS_OUT,
            "read the town's run/token",
            "dd \"if=$TOWN/run/token\" of=copy && grep -q town-token copy"),
    HARD_LINK_TO_THE_LEDGER(Unconfined.GETS_OUT, "ln \"$TOWN/ledger.db\" hard"),
    HOOK_IN_THE_STORE(
            Unconfined.GETS_OUT,
            "mkdir -p \"$STORE/hooks\" && echo '# planted' > \"$STORE/hooks/planted\""),
    SETTING_OF_THE_STORE(Unconfined.GETS_OUT, "echo '# planted' >> \"$STORE/config\""),
    REF_OF_THE_STORE(Unconfined.GETS_OUT, "echo planted > \"$STORE/refs/planted\""),
    OBJECT_IN_THE_STORE(Unconfined.GETS_OUT, "echo planted > \"$STORE/objects/planted\""),
    CHANGE_AN_OBJECT_OF_THE_STORE(
            Unconfined.GETS_OUT,
            "f=$(find \"$STORE/objects\" -type f | head -n 1) && chmod u+w \"$f\" && : >> \"$f\""),
    WRITE_OUTSIDE(Unconfined.GETS_OUT, "echo planted > \"$OUTSIDE/planted\""),
    READ_THE_MACHINES_TMP(Unconfined.GETS_OUT, "[ -e \"$TMP_FILE\" ]"),
    CHANGE_THE_TOWNS_SCRIPT(Unconfined.GETS_OUT, "echo '#' >> \"$0\""),
    REPLACE_THE_TOWNS_SCRIPT(Unconfined.GETS_OUT, ": > \"$(dirname \"$0\")/planted\""),
    WRITE_THE_SYSTEM(Unconfined.GETS_OUT_AS_ROOT, "[ -w /usr/bin ] || [ -w /etc ]"),
    MOUNT(Unconfined.DEPENDS, "mkdir m && mount -t tmpfs none m && umount m"),
    NEW_USER_NAMESPACE(Unconfined.DEPENDS, "unshare --user --map-root-user true"),
    GAIN_PRIVILEGES(Unconfined.DEPENDS, "grep -q '^NoNewPrivs:[[:space:]]*0' /proc/self/status"),
    CAPABILITIES(Unconfined.DEPENDS, "grep -q '^CapBnd:.*[1-9a-f]' /proc/self/status"),
    DEVICES(Unconfined.DEPENDS, "ls /dev/mem /dev/kmsg /dev/sd* /dev/vd* /dev/fuse | grep -q ."),
    CORE_PATTERN(Unconfined.DEPENDS, "[ -w /proc/sys/kernel/core_pattern ]"),
    CONTROL_GROUPS(Unconfined.DEPENDS, "[ -e /sys/fs/cgroup ]"),
    TYPE_ON_THE_TERMINAL(Unconfined.IS_HELD, "exec 3<> /dev/tty");

    private final Unconfined unconfined;
    private final String seen;
    private final String script;

    /// How the attempt goes without a sandbox, where not even process namespaces are allowed.
    enum Unconfined {
        GETS_OUT,
        GETS_OUT_AS_ROOT,
        DEPENDS,
        IS_HELD
    }

    Escape(Unconfined unconfined, String script) {
        this(unconfined, "", script);
    }

    /// @param seen what of it is told in a sandbox; empty where it leaves no trace
    Escape(Unconfined unconfined, String seen, String script) {
        this.unconfined = unconfined;
        this.seen = seen;
        this.script = script;
    }

    /// What is told in a sandbox, each as often as there are attempts of it.
    static Map<String, Integer> traces() {
        Map<String, Integer> traces = new TreeMap<>();
        Stream.of(values())
                .filter(Escape::isSeen)
                .forEach(each -> traces.merge(each.seen, 1, Integer::sum));
        return traces;
    }

    /// Whether it is told in a sandbox.
    boolean isSeen() {
        return !seen.isEmpty();
    }

    /// Needs a network of the machine.
    boolean usesNetwork() {
        return this == CALL_THE_WEB_TOWN_HALL;
    }

    /// Those that must get out without a sandbox, for this user.
    static List<Escape> gettingOut() {
        boolean root = EscapeScene.isRoot();
        return Stream.of(values())
                .filter(each ->
                        each.unconfined == Unconfined.GETS_OUT
                                || (root && each.unconfined == Unconfined.GETS_OUT_AS_ROOT))
                .toList();
    }

    /// Those that must not get out without a sandbox.
    static List<Escape> heldAnyway() {
        return Stream.of(values()).filter(each -> each.unconfined == Unconfined.IS_HELD).toList();
    }

    /// A line of a script that tries it and says how it went.
    String attempt() {
        return "( %s ) >/dev/null 2>&1 && echo 'out %s' || echo 'held %s'\n"
                .formatted(script, name(), name());
    }
}
