package dev.townhall.formulas;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Texts that are shipped inside this module.
public final class Resources {
    private Resources() {}

    /// The text of a file that lies beside this class; its absence is a defect.
    public static String text(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw TownException.bug("The program lacks its file " + path + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw TownException.unavailable("The program's file " + path + " is unreadable.", e);
        }
    }
}
