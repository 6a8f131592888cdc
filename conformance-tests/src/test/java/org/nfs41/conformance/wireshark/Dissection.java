package org.nfs41.conformance.wireshark;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What Wireshark makes of a capture: the NFS messages, and whatever it dislikes about RPC and NFS.
 * Reads the PDML form, in which every protocol of a frame and every field is an element.
 */
final class Dissection {
    /** Warnings about what this minor version allows. */
    private static final Set<String> MISTAKEN =
            Set.of(
                    // RFC 8881 section 18.2.2 keeps it in CLOSE's result, if only for form
                    "State ID deprecated in CLOSE responses [RFC7530 16.2.5]",
                    // bitmap4 may have no words at all (RFC 8881 section 3.2)
                    "Per RFCs 3530 and 5661 an attribute mask is required but was not provided.");

    /** Operations that Wireshark calls by another name than the RFC. */
    private static final Map<String, String> SHORTENED =
            Map.of("GETDEVINFO", "GETDEVICEINFO", "GETDEVLIST", "GETDEVICELIST");

    private final List<Message> messages = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private int frame;
    private int xid;
    private boolean call;
    private boolean isNfs;
    private List<Message.Seen> operations = List.of();

    private Dissection() {}

    /** Reads PDML. */
    static Dissection read(InputStream pdml) throws XMLStreamException {
        Dissection dissection = new Dissection();
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(pdml);
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> dissection.start(reader);
                case XMLStreamConstants.END_ELEMENT -> dissection.path.pop();
                default -> {}
            }
        }
        return dissection;
    }

    /** The messages that were dissected as NFS up to their end, in order. */
    List<Message> messages() {
        return messages;
    }

    /** What is wrong, one line for each thing; empty if nothing is. */
    List<String> complaints() {
        return complaints;
    }

    private void start(XMLStreamReader element) {
        String name = attribute(element, "name");
        if (element.getLocalName().equals("proto")) {
            protocol(element, name);
        } else if (name.equals("num") && isIn("geninfo")) {
            frame = Integer.parseInt(attribute(element, "show"));
        } else {
            field(element, name);
        }
        path.push(name);
    }

    private void protocol(XMLStreamReader element, String name) {
        isNfs = name.equals("nfs");
        if (isNfs) {
            operations = new ArrayList<>();
            messages.add(new Message(frame, xid, call, operations));
        } else if (name.equals("data") || name.equals("_ws.malformed")) {
            field(element, name);
        }
    }

    private void field(XMLStreamReader element, String name) {
        switch (name) {
            case "rpc.xid" -> xid = Integer.parseUnsignedInt(attribute(element, "value"), 16);
            case "rpc.msgtyp" -> call = attribute(element, "show").equals("0");
            case "nfs.opcode" -> {
                if (isNfs && isIn("nfs.ops.count")) {
                    String seen = valueName(element);
                    operations.add(new Message.Seen(SHORTENED.getOrDefault(seen, seen), ""));
                }
            }
            case "nfs.nfsstat4" -> {
                if (isIn("nfs.opcode") && !call) {
                    Message.Seen seen = operations.removeLast();
                    operations.add(new Message.Seen(seen.name(), valueName(element)));
                }
            }
            case "data" -> complain("bytes that nothing understands", element);
            case "_ws.malformed" -> complain("malformed", element);
            case "_ws.expert" -> expert(element);
            default -> {}
        }
    }

    /** An element's title is {@code Expert Info (Warning/Protocol): what is wrong}. */
    private void expert(XMLStreamReader element) {
        String title = attribute(element, "showname");
        boolean grave = title.contains("(Error/") || title.contains("(Warning/");
        String what = title.substring(title.indexOf("): ") + "): ".length());
        if (grave && !MISTAKEN.contains(what)) {
            complain(title, element);
        }
    }

    private void complain(String what, XMLStreamReader element) {
        complaints.add("frame " + frame + ": " + what + " " + attribute(element, "showname"));
    }

    private boolean isIn(String parent) {
        return parent.equals(path.peek());
    }

    /** The name in {@code Opcode: SEQUENCE (53)}. */
    private static String valueName(XMLStreamReader element) {
        String text = attribute(element, "showname");
        return text.substring(text.indexOf(": ") + 2, text.lastIndexOf(" ("));
    }

    private static String attribute(XMLStreamReader element, String name) {
        @Nullable String value = element.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
