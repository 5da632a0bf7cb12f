package io.slipway.release.artifact;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a PEM text (RFC 7468). */
final class Pem {
    static final String PRIVATE = "PRIVATE KEY";
    static final String PUBLIC = "PUBLIC KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*([A-Za-z0-9+/=\\s]*?)\\s*-----END \\1-----");

    private final String label;
    private final byte[] content;

    Pem(String label, byte[] content) {
        this.label = label;
        this.content = content;
    }

    String label() {
        return label;
    }

    byte[] content() {
        return content;
    }

    /**
     * The blocks of a text; none when it is no PEM. Variables and CI systems often hold a PEM on one line, with line
     * ends as {@code \n}: these count as line ends.
     */
    static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher m = BLOCK.matcher(text.replace("\\n", "\n"));
        while (m.find()) {
            try {
                blocks.add(new Pem(m.group(1), Base64.getMimeDecoder().decode(m.group(2))));
            } catch (IllegalArgumentException e) {
                return List.of();
            }
        }
        return List.copyOf(blocks);
    }

    @Override
    public String toString() {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(content) + "\n-----END " + label + "-----\n";
    }
}
