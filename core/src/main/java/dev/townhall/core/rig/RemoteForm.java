package dev.townhall.core.rig;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one form of the ways in which git lets the address of a repository be written. Two protocols
/// or two users of one server stay two addresses: whether they lead to one repository, only the
/// server knows.
final class RemoteForm {
    private static final Pattern FILE =
            Pattern.compile("file:(?://(?:localhost)?)?(?=/)", Pattern.CASE_INSENSITIVE);
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(.*)");
    private static final Pattern SCP = Pattern.compile("([^/:]+):(.+)");

    private RemoteForm() {}

    /// Whether two remotes are one repository, as far as their words tell.
    static boolean isOne(String one, String other) {
        return of(one).equals(of(other));
    }

    /// A folder `shop.git` is another repository than `shop` beside it; on a server it is not.
    private static String of(String remote) {
        Matcher file = FILE.matcher(remote);
        String whole =
                (file.lookingAt() ? remote.substring(file.end()) : remote).replaceFirst("/+$", "");
        if (whole.startsWith("/")) {
            return whole.replaceFirst("/\\.git$", "");
        }
        whole = whole.replaceFirst("/?\\.git$", "");
        Matcher url = URL.matcher(whole);
        if (url.matches()) {
            return address(url.group(1).toLowerCase(Locale.ROOT), url.group(2), url.group(3));
        }
        Matcher scp = SCP.matcher(whole);
        return scp.matches() ? address("ssh", scp.group(1), scp.group(2)) : whole;
    }

    /// The name of a host is the same in capitals, that of a user is not.
    private static String address(String protocol, String at, String path) {
        int host = at.lastIndexOf('@') + 1;
        return protocol
                + "://"
                + at.substring(0, host)
                + at.substring(host).toLowerCase(Locale.ROOT)
                + "/"
                + path.replaceFirst("^/+", "");
    }
}
