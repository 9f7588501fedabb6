import java.nio.file.*;
import java.util.*;
import java.util.zip.ZipFile;
import javax.xml.parsers.*;
import org.ofdrw.core.annotation.pageannot.AnnotType;
import org.ofdrw.font.Font;
import org.ofdrw.layout.*;
import org.ofdrw.layout.edit.*;
import org.ofdrw.layout.element.*;
import org.ofdrw.layout.element.canvas.*;
import org.ofdrw.reader.OFDReader;
import org.w3c.dom.*;

/** Draws the paragraphs and tables of a DOCX with ofdrw: Report IN.docx OUT.ofd */
public class Report {
    static final double LEFT = 25, WIDTH = 160, BOTTOM = 270, BODY = 4.2, ROW = 7, SIZE = 2.6;
    static final Font SONG = new Font("宋体", "宋体");

    record Cell(int row, int column, int columns, int[] rows, String text) {}

    public static void main(String[] args) throws Exception {
        Document docx;
        try (ZipFile zip = new ZipFile(args[0])) {
            docx = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(zip.getInputStream(zip.getEntry("word/document.xml")));
        }
        try (OFDDoc out = new OFDDoc(Paths.get(args[1]))) {
            VirtualPage page = null;
            double y = BOTTOM;
            for (Node n = docx.getElementsByTagName("w:body").item(0).getFirstChild(); n != null; n = n.getNextSibling()) {
                if (!(n instanceof Element e) || text(e).isBlank()) continue;
                boolean table = e.getNodeName().equals("w:tbl");
                double height = table ? e.getElementsByTagName("w:tr").getLength() * ROW + 1 : Math.ceil((text(e).length() + 3) * BODY / WIDTH) * BODY * 2;
                if (y + height > BOTTOM) {
                    out.addVPage(page = new VirtualPage(210d, 297d));
                    y = LEFT;
                }
                if (table) {
                    page.add(table(e, y, height));
                } else {
                    page.add(new Paragraph(LEFT, y, WIDTH, height, text(e), BODY).setFirstLineIndent(2));
                }
                y += height + 2;
            }
        }
        Path stamped = Paths.get(args[1] + ".stamped");
        try (OFDReader in = new OFDReader(Paths.get(args[1])); OFDDoc out = new OFDDoc(in, stamped)) {
            out.addAnnotation(2, new Annotation(60, 60, 60, 60, AnnotType.Stamp, context -> {
                context.strokeRect(1, 1, 50, 50);
                context.setFont(new FontSetting(6, SONG));
                context.fillText("专用章 2022", 5, 30);
            }));
            out.addWatermark(new Watermark(0, 0, 210, 297).setValue("2024010866").setFontSize(8).setAngle(0.0));
        }
        Files.move(stamped, Paths.get(args[1]), StandardCopyOption.REPLACE_EXISTING);
    }

    static String text(Element e) {
        StringBuilder b = new StringBuilder();
        NodeList list = e.getElementsByTagName("w:t");
        for (int i = 0; i < list.getLength(); i++) b.append(list.item(i).getTextContent());
        return b.toString();
    }

    static Canvas table(Element table, double y, double height) {
        List<Double> edges = new ArrayList<>(List.of(0.0));
        NodeList grid = table.getElementsByTagName("w:gridCol");
        double total = 0;
        for (int i = 0; i < grid.getLength(); i++) total += Double.parseDouble(((Element) grid.item(i)).getAttribute("w:w"));
        for (int i = 0; i < grid.getLength(); i++)
            edges.add(edges.get(i) + WIDTH * Double.parseDouble(((Element) grid.item(i)).getAttribute("w:w")) / total);
        List<Cell> cells = new ArrayList<>();
        Map<Integer, Cell> open = new HashMap<>();
        NodeList rows = table.getElementsByTagName("w:tr");
        for (int row = 0; row < rows.getLength(); row++) {
            NodeList list = ((Element) rows.item(row)).getElementsByTagName("w:tc");
            int column = 0;
            for (int i = 0; i < list.getLength(); i++) {
                Element tc = (Element) list.item(i);
                Element span = (Element) tc.getElementsByTagName("w:gridSpan").item(0), merge = (Element) tc.getElementsByTagName("w:vMerge").item(0);
                int columns = span == null ? 1 : Integer.parseInt(span.getAttribute("w:val"));
                if (merge != null && !merge.getAttribute("w:val").equals("restart")) {
                    open.get(column).rows()[0]++;
                } else {
                    Cell c = new Cell(row, column, columns, new int[]{1}, text(tc));
                    cells.add(c);
                    open.put(column, c);
                }
                column += columns;
            }
        }
        Canvas canvas = new Canvas(LEFT, y, WIDTH + 1, height);
        canvas.setDrawer(context -> {
            context.setLineWidth(0.2);
            context.setFont(new FontSetting(SIZE, SONG));
            for (Cell c : cells) {
                double left = edges.get(c.column()), top = c.row() * ROW, width = edges.get(c.column() + c.columns()) - left, high = c.rows()[0] * ROW;
                context.strokeRect(left + 0.2, top + 0.2, width, high);
                int fits = Math.max((int) ((width - 1) / SIZE), 1);
                List<String> lines = new ArrayList<>();
                boolean number = c.text().matches("[0-9.]*");
                for (int i = 0; i < c.text().length(); i += number ? c.text().length() : fits)
                    lines.add(c.text().substring(i, number ? c.text().length() : Math.min(i + fits, c.text().length())));
                double line = top + high / 2 - lines.size() * SIZE * 1.05 / 2 + SIZE;
                for (String s : lines) {
                    context.fillText(s, left + 0.7, line);
                    line += SIZE * 1.05;
                }
            }
        });
        return canvas;
    }
}
