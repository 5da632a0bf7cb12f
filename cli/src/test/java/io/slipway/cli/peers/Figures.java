package io.slipway.cli.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured of one workload, as a table of a document. */
record Figures(Workload workload, String server, Map<String, List<Timed>> runs, Map<String, Long> roundTrips) {

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private double seconds(String contestant) {
        return median(runs.get(contestant).stream().map(Timed::seconds).toList());
    }

    String table() {
        StringBuilder table = new StringBuilder("""
                %s, %s, %d runs each, %s, %s:

                | | median s | least to most | times ours | round trips | peak MB |
                |---|--:|--:|--:|--:|--:|
                """.formatted(
                        workload.title(),
                        server,
                        runs.values().iterator().next().size(),
                        LocalDate.now(ZoneOffset.UTC),
                        machine()));
        double ours = seconds(runs.keySet().iterator().next());
        runs.forEach((name, timed) -> {
            List<Double> sorted = timed.stream().map(Timed::seconds).sorted().toList();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f to %.2f | %.2f | %s | %d |%n",
                    name,
                    seconds(name),
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    seconds(name) / ours,
                    roundTrips.containsKey(name) ? String.format(Locale.ROOT, "%,d", roundTrips.get(name)) : "",
                    timed.stream().mapToLong(Timed::peakKb).max().orElse(0) / 1024));
        });
        return table.toString();
    }

    private static String machine() {
        String load;
        try {
            load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            load = "unknown";
        }
        return Runtime.getRuntime().availableProcessors() + " processors, Java " + System.getProperty("java.version")
                + ", load average " + load + " in the end";
    }

    /** Puts the table where the document has this workload's, and leaves the rest of it alone. */
    void into(Path document) throws IOException {
        String begin = "<!-- figures: " + workload.name() + " -->\n";
        String end = "<!-- end -->\n";
        String text = Files.exists(document) ? Files.readString(document, StandardCharsets.UTF_8) : "";
        int from = text.indexOf(begin);
        int to = from < 0 ? -1 : text.indexOf(end, from);
        List<String> parts = new ArrayList<>();
        parts.add(to < 0 ? text : text.substring(0, from));
        parts.add(begin + "\n" + table() + "\n" + end);
        parts.add(to < 0 ? "" : text.substring(to + end.length()));
        Files.writeString(document, String.join("", parts), StandardCharsets.UTF_8);
    }
}
