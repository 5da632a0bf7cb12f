import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.Map;

/**
 * Reads the distribution's list of libraries (sbom.json): each must have a licence that may be shipped, and none may have
 * a vulnerability that is publicly known (osv.dev, which needs no key) and not accepted in accepted-vulnerabilities.txt.
 * That osv.dev cannot be reached is said out loud and fails nothing.
 *
 * <p>java -cp 'cli/target/dist/lib/*' .ci/CheckDependencies.java cli/target/dist/sbom.json
 */
class CheckDependencies {
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "EPL-1.0", "EPL-2.0", "MPL-2.0",
            "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-2.1", "PostgreSQL", "CC0-1.0", "UPL-1.0", "EDL-1.0", "Bouncy Castle Licence",
            // their texts are that of BSD-3-Clause
            "iCal4j - License", "Go License",
            "Eclipse Distribution License - v 1.0", "Eclipse Public License v. 2.0", "GPL2 w/ CPE",
            "GPL-2.0-with-classpath-exception", "Public Domain", "PUBLIC DOMAIN", "BSD-3-Clause-Clear");

    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        Path here = Path.of(".ci");
        List<JsonNode> libraries = new ArrayList<>();
        JSON.readTree(Path.of(arguments[0]).toFile()).path("components").forEach(libraries::add);
        libraries.removeIf(library -> library.path("group").asText().equals("io.slipway"));
        List<String> faults = new ArrayList<>();
        if (libraries.size() < 50) {
            faults.add("only " + libraries.size() + " libraries are listed: the list cannot be whole");
        }
        licences(libraries, faults);
        vulnerabilities(libraries, accepted(here.resolve("accepted-vulnerabilities.txt")), faults);
        faults.forEach(fault -> System.out.println("FAULT: " + fault));
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    private static void licences(List<JsonNode> libraries, List<String> faults) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode library : libraries) {
            List<String> names = new ArrayList<>();
            library.path("licenses").forEach(each -> {
                String one = each.path("license").path("id").asText(each.path("license").path("name").asText());
                names.addAll(List.of((one.isEmpty() ? each.path("expression").asText() : one).split(" OR ")));
            });
            // of several, one may be chosen
            String chosen = names.stream().filter(ALLOWED::contains).findFirst().orElse("");
            if (chosen.isEmpty()) {
                faults.add(library.path("purl").asText() + " has no licence that is allowed, but " + names);
            }
            counts.merge(chosen, 1, Integer::sum);
        }
        System.out.println("Licences of " + libraries.size() + " libraries: " + counts);
    }

    private static List<String> accepted(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+")[0])
                .toList();
    }

    private static void vulnerabilities(List<JsonNode> libraries, List<String> accepted, List<String> faults)
            throws InterruptedException {
        ObjectNode wanted = JSON.createObjectNode();
        ArrayNode queries = wanted.putArray("queries");
        libraries.forEach(library -> queries.addObject()
                .putObject("package")
                .put("purl", library.path("purl").asText().replaceFirst("\\?.*", "")));
        String service = System.getenv().getOrDefault("OSV_URL", "https://api.osv.dev/v1/querybatch");
        JsonNode results;
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(service))
                                    .timeout(Duration.ofSeconds(30))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(wanted.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("it answers " + answer.statusCode());
            }
            results = JSON.readTree(answer.body()).path("results");
        } catch (IOException e) {
            System.out.println("SKIPPED: known vulnerabilities: " + service + " cannot be asked (" + e + ")");
            return;
        }
        if (results.size() != libraries.size()) {
            faults.add("osv.dev answered for " + results.size() + " of " + libraries.size() + " libraries");
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            for (JsonNode known : results.get(i).path("vulns")) {
                String id = known.path("id").asText();
                String which = libraries.get(i).path("purl").asText();
                if (accepted.contains(id)) {
                    System.out.println("accepted: " + id + " in " + which);
                } else {
                    faults.add("known vulnerability " + id + " in " + which + ", see https://osv.dev/" + id);
                }
            }
        }
        System.out.println("Asked for known vulnerabilities of " + results.size() + " libraries");
    }
}
