package sites_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"gongkai/corpus/sites"
	"gongkai/corpus/sites/farm"
)

// A walk asks, and reads what comes; fetching is up to the caller.
func ExampleWalk() {
	f := farm.New(farm.Config{Seed: 1, Families: []string{"trs"}})
	walk := sites.NewWalk(sites.Scope{}, sites.Limits{}, "", f.Sites()[0].Column)
	queue := walk.Start()
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		request, err := http.NewRequest(r.Method(), r.URL, nil)
		if err != nil {
			log.Fatal(err)
		}
		answer := httptest.NewRecorder()
		f.ServeHTTP(answer, request)
		step := walk.Read(&sites.Page{
			URL: r.URL, Status: answer.Code, ContentType: answer.Header().Get("Content-Type"), Body: answer.Body.Bytes(), Request: r,
		})
		if step.Report != nil {
			fmt.Println(step.Report.Year, step.Report.URL)
		}
		queue = append(queue, step.Next...)
	}
	// Output:
	// 2024 http://trs-000.farm.example/zwgk/zfxxgknb/202502/t20250209_75344.html
	// 2023 http://trs-000.farm.example/zwgk/zfxxgknb/202402/t20240223_75371.html
	// 2022 http://trs-000.farm.example/zwgk/zfxxgknb/202302/t20230223_75412.html
	// 2021 http://trs-000.farm.example/zwgk/zfxxgknb/202201/t20220118_75449.html
	// 2020 http://trs-000.farm.example/zwgk/zfxxgknb/202103/t20210321_75470.html
}
