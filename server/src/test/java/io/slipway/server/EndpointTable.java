package io.slipway.server;

import io.slipway.server.access.AccessRule;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every endpoint that a running server answers at, with what it asks of its caller. */
record EndpointTable(List<Row> rows) {
    /** @param takes media type of the body */
    record Row(String method, String path, String takes, AccessRule rule, boolean ours) {
        boolean api() {
            return path.startsWith("/api/");
        }

        boolean ofProject() {
            return path.contains("{project}");
        }

        boolean form() {
            return method.equals("POST") && !api();
        }

        String asks() {
            if (rule instanceof AccessRule.Permitted permitted) {
                return "`" + permitted.permission().text() + "`" + (permitted.somewhere() ? " [^1]" : "")
                        + (permitted.orRequester() ? " [^2]" : "");
            }
            if (rule instanceof AccessRule.OfRunners) {
                return "a runner's token";
            }
            return rule instanceof AccessRule.SignedIn ? "to be signed in" : "nothing";
        }

        /** What the table says of a role. */
        boolean allows(Role role) {
            return !(rule instanceof AccessRule.OfRunners)
                    && (!(rule instanceof AccessRule.Permitted permitted) || role.allows(permitted.permission()));
        }
    }

    static EndpointTable of(TestServer server) {
        RequestMappingHandlerMapping mapping = server.part(RequestMappingHandlerMapping.class);
        List<Row> rows = new ArrayList<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            boolean ours = handler.getBeanType().getName().startsWith("io.slipway.");
            for (String path : info.getPatternValues()) {
                for (String method : methods(info)) {
                    rows.add(new Row(method, path, takes(info), AccessRule.of(handler), ours));
                }
            }
        });
        rows.sort(Comparator.comparing(Row::path).thenComparing(Row::method));
        return new EndpointTable(rows);
    }

    private static List<String> methods(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().isEmpty()
                ? List.of("any")
                : info.getMethodsCondition().getMethods().stream()
                        .map(RequestMethod::name)
                        .toList();
    }

    private static String takes(RequestMappingInfo info) {
        return info.getConsumesCondition().getConsumableMediaTypes().stream()
                .findFirst()
                .map(MediaType::toString)
                .orElse("application/json");
    }

    String markdown() {
        return """
                # Who may call what

                Made from the code by `AccessMatrixTest`, which also asks a running server every one of these as everybody; don't edit it here. `./mvnw -pl server -am test -Dtest=AccessMatrixTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true` makes it anew. What the roles are for is told in [roles.md](../roles.md).

                ## Roles and permissions

                """
                + permissions() + "\n## The API\n\n" + endpoints(true) + "\n## The console\n\n" + endpoints(false)
                + """

                Where a path names a project, the role must be had there, or everywhere; where it names an environment too, there. Other paths need the role everywhere. Whoever may not see a project is told that there is none, with the status 404; whoever may see it but not do that gets 403. Whoever is not signed in gets 401 from the API, and is sent to sign in by the console. A token does what its person may, of what it was made for. Open to everybody are also the assets of the pages (`/assets/…`) and, where single sign-on is set up, `/sign-in/oidc/sso` and `/sign-in/callback`.

                [^1]: The role may be had in one environment only. It must be the one that the request is about, which is looked at next.
                [^2]: And whoever asked for that deployment.
                """;
    }

    private static String head(String first) {
        return "| " + first + " |"
                + Arrays.stream(Role.values())
                        .map(role -> " " + role.title() + " |")
                        .collect(Collectors.joining()) + "\n|"
                + "---|".repeat(first.split("\\|").length) + ":-:|".repeat(Role.values().length) + "\n";
    }

    private static String permissions() {
        StringBuilder text = new StringBuilder(head("permission | may"));
        for (Permission permission : Permission.values()) {
            text.append("| `")
                    .append(permission.text())
                    .append("` | ")
                    .append(permission.sentence())
                    .append(" |");
            for (Role role : Role.values()) {
                text.append(role.allows(permission) ? " yes |" : " |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String endpoints(boolean api) {
        StringBuilder text = new StringBuilder(head("endpoint | asks for"));
        for (Row row : rows) {
            boolean program = row.api()
                    || !row.ours() && !row.path().equals("/error")
                    || row.path().startsWith("/health")
                    || row.path().equals("/metrics");
            if (program == api) {
                text.append("| `")
                        .append(row.method())
                        .append(' ')
                        .append(row.path())
                        .append("` | ");
                text.append(row.asks()).append(" |");
                for (Role role : Role.values()) {
                    text.append(row.allows(role) ? " yes |" : " |");
                }
                text.append('\n');
            }
        }
        return text.toString();
    }
}
