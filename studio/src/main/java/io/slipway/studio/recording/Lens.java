package io.slipway.studio.recording;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Takes pictures of pages as they are painted now. The same picture is kept once. */
final class Lens {
    private final Path folder;
    private final Map<Page, CDPSession> sessions = new HashMap<>();
    private final MessageDigest digest;

    Lens(Path folder) {
        this.folder = folder;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the picture's file, PNG */
    Path take(Page page) {
        CDPSession session =
                sessions.computeIfAbsent(page, each -> each.context().newCDPSession(each));
        JsonObject wish = new JsonObject();
        wish.addProperty("format", "png");
        wish.addProperty("optimizeForSpeed", true);
        byte[] png = Base64.getDecoder()
                .decode(session.send("Page.captureScreenshot", wish).get("data").getAsString());
        Path file = folder.resolve(HexFormat.of().formatHex(digest.digest(png), 0, 12) + ".png");
        try {
            if (!Files.exists(file)) {
                Files.write(file, png);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
