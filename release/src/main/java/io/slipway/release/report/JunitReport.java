package io.slipway.release.report;

import io.slipway.release.drift.Remark;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Findings as JUnit XML, which CI systems show as tests: one per script, that fails when a finding is to be looked at
 * before the release. Notes are told as its output.
 */
public final class JunitReport {
    private JunitReport() {}

    /** @param scripts all that were looked at */
    public static String of(RulesReport report, List<String> scripts) {
        Map<String, List<FindingReport>> byScript = report.findings().stream()
                .collect(Collectors.groupingBy(FindingReport::script, TreeMap::new, Collectors.toList()));
        long failed = scripts.stream()
                .filter(script ->
                        byScript.getOrDefault(script, List.of()).stream().anyMatch(JunitReport::fails))
                .count();
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            counts(xml, scripts.size(), failed);
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "slipway rules");
            counts(xml, scripts.size(), failed);
            for (String script : scripts) {
                testcase(xml, script, byScript.getOrDefault(script, List.of()));
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text is always XML", e);
        }
        return text + "\n";
    }

    private static void counts(XMLStreamWriter xml, int tests, long failed) throws XMLStreamException {
        xml.writeAttribute("tests", Integer.toString(tests));
        xml.writeAttribute("failures", Long.toString(failed));
        xml.writeAttribute("errors", "0");
    }

    private static void testcase(XMLStreamWriter xml, String script, List<FindingReport> findings)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "slipway.rules");
        xml.writeAttribute("name", printable(script));
        List<FindingReport> failing =
                findings.stream().filter(JunitReport::fails).toList();
        if (!failing.isEmpty()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", failing.get(0).rule());
            xml.writeAttribute("message", printable(failing.get(0).message()));
            xml.writeCharacters(lines(failing));
            xml.writeEndElement();
        }
        List<FindingReport> notes =
                findings.stream().filter(each -> !fails(each)).toList();
        if (!notes.isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(lines(notes));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static boolean fails(FindingReport finding) {
        return !finding.severity().equals("note");
    }

    private static String lines(List<FindingReport> findings) {
        return findings.stream()
                .map(each ->
                        printable(each.text()) + "\n    " + printable(each.fix().orElse("")) + "\n")
                .collect(Collectors.joining());
    }

    /** XML 1.0 has no way to write most control characters, halves of letters, and two letters that are none. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> printable.appendCodePoint(writable(letter) ? letter : '?'));
        return Remark.of(printable.toString());
    }

    /** https://www.w3.org/TR/xml/#charsets. */
    private static boolean writable(int letter) {
        return letter == '\t'
                || letter == '\n'
                || letter == '\r'
                || letter >= 0x20 && letter <= 0xD7FF
                || letter >= 0xE000 && letter <= 0xFFFD
                || letter >= 0x10000;
    }
}
