package synth_test

import (
	"fmt"
	"log"

	"gongkai/corpus/synth"
)

func ExampleNew() {
	s, err := synth.New(synth.Order{Seed: 172, Kind: synth.CountyGovernment, Year: 2022})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.Name, s.Truth.Layout)
	fmt.Println(s.Truth.Title)
	text, err := synth.Text(s.Page)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(text), "bytes")
	// Output:
	// qingwu-county-2022 cn-2021
	// 青梧县人民政府2022年政府信息公开工作年度报告
	// 5320 bytes
}
