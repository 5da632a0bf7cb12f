package io.slipway.rollout.calendar;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.project.SecretReference;
import io.slipway.release.yaml.YamlSection;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads from where a team's sprints come. */
final class SourceSection {
    /** What a rollout file may have sent to the address that it names itself: nothing made for something else. */
    private static final String PREFIX = "JIRA_";

    private SourceSection() {}

    static SprintSource read(YamlSection sprints) {
        if (sprints.has("feed")) {
            sprints.only(Set.of("feed"));
            return new SprintSource.Feed(url(sprints, "feed"));
        }
        if (sprints.has("jira")) {
            YamlSection jira = sprints.only(Set.of("jira"))
                    .section("jira")
                    .orElseThrow()
                    .only(Set.of("url", "board", "user", "token"));
            long board = jira.parsed("board", Long::parseLong, "the number of a board");
            return new SprintSource.Jira(url(jira, "url"), board, user(jira), token(jira));
        }
        return new SprintSource.InFile();
    }

    private static URI url(YamlSection section, String key) {
        URI url = section.parsed(key, URI::create, "a URL such as https://calendar.example.com/team.ics");
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")
                || url.getHost() == null
                || url.getRawUserInfo() != null) {
            throw section.invalid(key, "'" + key + "' must be a URL that begins with https:// and names no user");
        }
        return url;
    }

    private static Optional<String> user(YamlSection jira) {
        Optional<String> user = jira.optionalText("user");
        if (user.filter(name -> name.indexOf(':') >= 0 || name.chars().anyMatch(c -> c < ' '))
                .isPresent()) {
            throw jira.invalid("user", "'user' is the address of an account, without ':'");
        }
        return user;
    }

    private static SecretReference token(YamlSection jira) {
        SecretReference reference = SecretReference.parse(jira.text("token"))
                .orElseThrow(
                        () -> jira.invalid(
                                "token",
                                ErrorCode.SECRET_LITERAL,
                                "'token' holds a secret in the rollout file itself.",
                                "Write a reference: ${env:JIRA_TOKEN}, or ${secret:JIRA_TOKEN} for one that the server keeps."));
        boolean kept =
                reference.source() == SecretReference.Source.ENV || reference.source() == SecretReference.Source.SECRET;
        if (!kept || !reference.argument().startsWith(PREFIX)) {
            throw jira.invalid(
                    "token",
                    "'token' must be ${env:JIRA_…} or ${secret:JIRA_…}: what has another name was not made to be sent to"
                            + " the address that a rollout file names");
        }
        return reference;
    }
}
