import * as echarts from "echarts/core";
import { LineChart, BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent, LegendComponent, AriaComponent, MarkLineComponent, MarkAreaComponent, TitleComponent } from "echarts/components";
import { SVGRenderer, CanvasRenderer } from "echarts/renderers";
echarts.use([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, MarkLineComponent, MarkAreaComponent, TitleComponent, SVGRenderer, CanvasRenderer]);
window.echarts = { init: echarts.init };
