package dev.townhall.server.up;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.config.Config;
import dev.townhall.server.web.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// The web town hall's settings from the configuration: a port that is free, tokens from files.
final class WebSetup {
    private WebSetup() {}

    static WebSettings settings(Config.Web web, TownFolder folder, String owner) {
        List<WebSettings.Login> logins = new ArrayList<>();
        web.loginTokenFile().ifPresent(file -> logins.add(login(owner, file)));
        web.logins().forEach((person, file) -> logins.add(login(person, file)));
        return new WebSettings(
                web.address(),
                web.port()
                        .or(() -> KeptPort.of(folder))
                        .orElseGet(() -> usualOrFree(web.address())),
                logins,
                web.publicAddress(),
                folder.path().resolve("web"),
                ZoneId.systemDefault());
    }

    private static int usualOrFree(String address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(
                    new InetSocketAddress(InetAddress.getByName(address), Config.Web.PORT_DEFAULT));
            return Config.Web.PORT_DEFAULT;
        } catch (IOException taken) {
            return 0;
        }
    }

    private static WebSettings.Login login(String person, Path file) {
        try {
            Check.that(Files.isRegularFile(file), "There is no login token file %s.", file);
            Check.that(
                    Files.getPosixFilePermissions(file).stream().noneMatch(WebSetup::isOpen),
                    "The login token file %s can be read by others: chmod 600 it.",
                    file);
            return new WebSettings.Login(person, Files.readString(file).strip());
        } catch (IOException e) {
            throw new TownException(
                    ErrorCode.BAD_INPUT,
                    "Cannot read the login token file " + file + ": " + e.getMessage(),
                    e);
        }
    }

    private static boolean isOpen(PosixFilePermission permission) {
        return permission.name().startsWith("GROUP") || permission.name().startsWith("OTHERS");
    }
}
