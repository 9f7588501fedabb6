package codebook

import (
	"fmt"

	"gongkai/sinks"
)

type object = map[string]any

// croissantContext is the @context that the specification of Croissant 1.1
// asks for.
func croissantContext() object {
	c := object{
		"@language": "en", "@vocab": "https://schema.org/",
		"cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
		"dct": "http://purl.org/dc/terms/", "sc": "https://schema.org/",
		"conformsTo": "dct:conformsTo",
		"data":       object{"@id": "cr:data", "@type": "@json"}, "examples": object{"@id": "cr:examples", "@type": "@json"},
		"dataType": object{"@id": "cr:dataType", "@type": "@vocab"},
		"name":     object{"@container": "@language"}, "description": object{"@container": "@language"},
	}
	for _, term := range []string{"arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileProperty",
		"fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path",
		"recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"} {
		c[term] = "cr:" + term
	}
	return c
}

// croissant describes the Parquet files of the dataset; the others hold the
// same.
func croissant(info Info) []byte {
	d := object{
		"@context": croissantContext(), "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.1",
		"name": info.Title, "description": object{"en": about, "zh": aboutInChinese},
		"version": info.Version, "citeAs": citeAs(info), "isLiveDataset": false, "inLanguage": []string{"zh", "en"},
	}
	for name, value := range map[string]string{"url": info.URL, "license": info.Licence, "datePublished": info.Published} {
		if value != "" {
			d[name] = value
		}
	}
	var creators, distribution, records []object
	for _, name := range info.Creators {
		creators = append(creators, object{"@type": "sc:Organization", "name": name})
	}
	for _, f := range info.Files {
		t, format, ok := tableOf(f)
		if !ok || format != "parquet" {
			continue
		}
		distribution = append(distribution, object{
			"@type": "cr:FileObject", "@id": f.Name, "name": f.Name, "contentUrl": f.Name,
			"contentSize": fmt.Sprintf("%d B", f.Bytes), "encodingFormat": "application/x-parquet", "sha256": f.SHA256,
		})
		records = append(records, recordSet(f, t))
	}
	d["creator"] = creators
	if distribution != nil {
		d["distribution"], d["recordSet"] = distribution, records
	}
	return encode(d)
}

// recordSet describes the file of a table. It states no references between
// tables: mlcroissant 1.1 takes each for a join, joins only the first and fails
// where the other table is empty. They are in datapackage.json.
func recordSet(f sinks.File, t sinks.Table) object {
	types := map[sinks.Type]string{sinks.Integer: "cr:Int64", sinks.Decimal: "sc:Float", sinks.Hundredths: "sc:Float", sinks.Date: "sc:Date"}
	var fields []object
	for _, c := range t.Columns {
		o := object{
			"@type": "cr:Field", "@id": t.Name + "/" + c.Name, "name": c.Name, "description": object{"en": c.Description, "zh": c.Chinese},
			"dataType": "sc:Text", "source": object{"fileObject": object{"@id": f.Name}, "extract": object{"column": c.Name}},
		}
		if name, ok := types[c.Type]; ok {
			o["dataType"] = name
		}
		fields = append(fields, o)
	}
	set := object{"@type": "cr:RecordSet", "@id": t.Name, "name": t.Name, "description": object{"en": t.Description, "zh": t.Chinese}, "field": fields}
	if t.Key != nil {
		var key []object
		for _, name := range t.Key {
			key = append(key, object{"@id": t.Name + "/" + name})
		}
		set["key"] = key
	}
	return set
}
