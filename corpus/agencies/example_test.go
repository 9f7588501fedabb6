package agencies_test

import (
	"fmt"

	"gongkai/corpus/agencies"
)

func ExampleRegistry_Resolve() {
	r, err := agencies.Load()
	if err != nil {
		panic(err)
	}
	for _, q := range []agencies.Query{
		{Name: "佳木斯市抚远生态环境局"},
		{Name: "洪泽县环保局"},
		{Name: "鼓楼区人民政府"},
		{Name: "鼓楼区人民政府", Publisher: []string{"徐州市人民政府"}},
		{Name: "公安局"},
	} {
		if res := r.Resolve(q); res.Agency != nil {
			fmt.Println(res.Agency.ID, res.Agency.Name, res.How)
		} else {
			fmt.Println(res.Reason, res.Candidates)
		}
	}
	// Output:
	// 230883-ecology_environment 抚远市生态环境局 short-name
	// 320813-environmental_protection 洪泽区环境保护局 former-name
	// ambiguous [320106-government 320302-government 350102-government 410204-government]
	// 320302-government 鼓楼区人民政府 metadata
	// no-place []
}
