package io.slipway.rollout.provision;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A database server, without a database.
 *
 * @param options the driver's, with the question mark; empty for none
 */
public record ServerUrl(String product, String host, int port, String options) {
    private static final Pattern FORM =
            Pattern.compile("jdbc:(postgresql|mariadb)://([A-Za-z0-9._-]+)(?::(\\d{1,5}))?/?(\\?[^'\"\\s]*)?");

    /** Empty when it is none. */
    public static Optional<ServerUrl> parse(String text) {
        Matcher url = FORM.matcher(text);
        if (!url.matches()) {
            return Optional.empty();
        }
        int usual = url.group(1).equals("postgresql") ? 5432 : 3306;
        return Optional.of(new ServerUrl(
                url.group(1),
                url.group(2),
                url.group(3) == null ? usual : Integer.parseInt(url.group(3)),
                url.group(4) == null ? "" : url.group(4)));
    }

    /** JDBC URL of one of its databases. */
    public String of(String database) {
        return "jdbc:" + product + "://" + host + ":" + port + "/" + database + options;
    }

    @Override
    public String toString() {
        return of("");
    }
}
