package dev.townhall.server.web;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The files that pages refer to: our style and scripts, and the two scripts of others. All come
/// from the class path, none from elsewhere. An address carries the hash of its file, so a browser
/// may keep the file for ever.
final class Assets {
    /// A file with its media type.
    static final class Asset {
        private final String type;
        private final String hash;
        private final byte[] bytes;

        private Asset(String type, String hash, byte[] bytes) {
            this.type = type;
            this.hash = hash;
            this.bytes = bytes;
        }

        String type() {
            return type;
        }

        String hash() {
            return hash;
        }

        int length() {
            return bytes.length;
        }

        void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    private static final int HASH_CHARS = 16;
    private static final String HTMX = "org.webjars.npm/htmx.org";

    private final Map<String, Asset> files = new LinkedHashMap<>();

    Assets() {
        add("townhall.css", "text/css", "/assets/townhall.css");
        add("townhall.js", "text/javascript", "/assets/townhall.js");
        add("outbox.js", "text/javascript", "/assets/outbox.js");
        add("townhall.svg", "image/svg+xml", "/assets/townhall.svg");
        add("idiomorph.min.js", "text/javascript", "/assets/idiomorph/idiomorph-ext.min.js");
        add(
                "htmx.min.js",
                "text/javascript",
                "/META-INF/resources/webjars/htmx.org/" + htmxVersion() + "/dist/htmx.min.js");
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /// The address of each file, by its name.
    Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        files.forEach(
                (name, asset) -> addresses.put(name, "/assets/" + name + "?v=" + asset.hash()));
        return addresses;
    }

    private void add(String name, String type, String resource) {
        byte[] bytes = read(resource);
        String hash =
                HexFormat.of()
                        .formatHex(ServerKey.sha256(new String(bytes, StandardCharsets.ISO_8859_1)))
                        .substring(0, HASH_CHARS);
        files.put(name, new Asset(type, hash, bytes));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw TownException.bug("The build lacks " + resource + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new TownException(ErrorCode.DAMAGED, "Cannot read " + resource + ".", e);
        }
    }

    private static String htmxVersion() {
        Properties properties = new Properties();
        try (InputStream in =
                Assets.class.getResourceAsStream("/META-INF/maven/" + HTMX + "/pom.properties")) {
            if (in == null) {
                throw TownException.bug("The build lacks the WebJar " + HTMX + ".");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new TownException(ErrorCode.DAMAGED, "Cannot read the WebJar " + HTMX + ".", e);
        }
        return properties.getProperty("version");
    }
}
