# Who asks: people or companies? R without packages, in the folder of a dataset
# that was built with CSV files:
#
#     Rscript applicants.R
#
# An empty field is a number that is not printed: na.strings, never 0.
requests <- read.csv("requests.csv", encoding = "UTF-8", na.strings = "", check.names = FALSE)
new <- requests[requests$role == "principal" & requests$row == "new_requests" & requests$status == "verified", ]

companies <- c("commercial_enterprise", "research_institution", "public_welfare_org", "legal_service_org", "other_org")
new$organisations <- rowSums(new[companies]) # NA where one is not printed; aggregate leaves such reports out
by_year <- aggregate(cbind(natural_person, organisations, total) ~ year, new, sum)
by_year$people_percent <- round(100 * by_year$natural_person / by_year$total, 1)
write.csv(by_year, row.names = FALSE, quote = FALSE)
