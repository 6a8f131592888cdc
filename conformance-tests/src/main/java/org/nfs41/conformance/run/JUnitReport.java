package org.nfs41.conformance.run;

import org.nfs41.conformance.client.Evidence;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a run in the XML form that build servers read: FAIL and XPASS are failures, ERROR is an
 * error; UNSUPPORTED, SKIPPED and XFAIL are skipped tests with the reason, WARN passes with output.
 */
public final class JUnitReport {
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final XMLStreamWriter xml;

    private JUnitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes the file. */
    public static void write(Path file, RunReport report) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
            new JUnitReport(xml).suite(report);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void suite(RunReport report) throws XMLStreamException {
        Map<Outcome, Long> counts = report.counts();
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        attribute("name", "nfs41 check " + report.server());
        attribute("timestamp", report.started().toString());
        attribute("time", seconds(report.took()));
        attribute("tests", String.valueOf(report.results().size()));
        attribute("failures", String.valueOf(sum(counts, List.of(Outcome.FAIL, Outcome.XPASS))));
        attribute("errors", String.valueOf(sum(counts, List.of(Outcome.ERROR))));
        attribute(
                "skipped",
                String.valueOf(
                        sum(counts, List.of(Outcome.SKIPPED, Outcome.UNSUPPORTED, Outcome.XFAIL))));
        for (CheckResult result : report.results()) {
            testCase(result);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void testCase(CheckResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("classname", "rfc8881." + result.info().area());
        attribute("name", result.info().id() + " " + result.info().check().rule());
        attribute("time", seconds(result.took()));
        switch (result.outcome()) {
            case PASS -> {}
            case WARN -> element("system-out", null, "WARN: " + result.message());
            case FAIL -> element("failure", result.message(), evidence(result));
            case XPASS ->
                    element(
                            "failure",
                            "known failure that passes: " + result.knownReason(),
                            result.message());
            case ERROR -> element("error", result.message(), evidence(result));
            case UNSUPPORTED -> element("skipped", "UNSUPPORTED: " + result.message(), "");
            case SKIPPED -> element("skipped", result.message(), "");
            case XFAIL -> element("skipped", "known failure: " + result.knownReason(), "");
        }
        xml.writeEndElement();
    }

    private void element(
            String name, @org.jspecify.annotations.Nullable String message, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        if (message != null) {
            attribute("message", message);
        }
        xml.writeCharacters(printable(text));
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, printable(value));
    }

    private static String evidence(CheckResult result) {
        return result.evidence().stream()
                .map(Evidence::describe)
                .collect(Collectors.joining("\n", result.message() + "\n\n", "\n"));
    }

    private static long sum(Map<Outcome, Long> counts, List<Outcome> outcomes) {
        return outcomes.stream().mapToLong(outcome -> counts.getOrDefault(outcome, 0L)).sum();
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.toMillis() / MILLIS_PER_SECOND);
    }

    /** XML 1.0 has no way to write control characters. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 0xd800) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
