/**
 * The members of the United Nations and its two observer states, for tests of what the lexicon knows. Written for this project.
 *
 * A line: `country | capital | nationality`, each `English / French / Arabic`; a name that French writes as English does is given once.
 */
export const COUNTRIES: string = `
afghanistan / أفغانستان | kabul / kaboul / كابول | afghan / أفغاني
albania / albanie / ألبانيا | tirana / تيرانا | albanian / albanais / ألباني
algeria / algérie / الجزائر | algiers / alger / الجزائر | algerian / algérien / جزائري
andorra / andorre / أندورا | andorra la vella / andorre-la-vieille / أندورا لا فيلا | andorran / andorran / أندوري
angola / أنغولا | luanda / لواندا | angolan / angolais / أنغولي
antigua / أنتيغوا | saint john's / saint john's / سانت جونز | antiguan / antiguais / أنتيغوي
argentina / argentine / الأرجنتين | buenos aires / بوينس آيرس | argentinian / argentin / أرجنتيني
armenia / arménie / أرمينيا | yerevan / erevan / يريفان | armenian / arménien / أرميني
australia / australie / أستراليا | canberra / كانبرا | australian / australien / أسترالي
austria / autriche / النمسا | vienna / vienne / فيينا | austrian / autrichien / نمساوي
azerbaijan / azerbaïdjan / أذربيجان | baku / bakou / باكو | azerbaijani / azerbaïdjanais / أذربيجاني
bahamas / البهاما | nassau / ناسو | bahamian / bahamien / بهامي
bahrain / bahreïn / البحرين | manama / المنامة | bahraini / bahreïni / بحريني
bangladesh / بنغلاديش | dhaka / dacca / دكا | bangladeshi / bangladais / بنغلاديشي
barbados / barbade / باربادوس | bridgetown / بريدجتاون | barbadian / barbadien / باربادوسي
belarus / biélorussie / بيلاروسيا | minsk / مينسك | belarusian / biélorusse / بيلاروسي
belgium / belgique / بلجيكا | brussels / bruxelles / بروكسل | belgian / belge / بلجيكي
belize / بليز | belmopan / بلموبان | belizean / bélizien / بليزي
benin / bénin / بنين | porto-novo / بورتو نوفو | beninese / béninois / بنيني
bhutan / bhoutan / بوتان | thimphu / thimphou / تيمفو | bhutanese / bhoutanais / بوتاني
bolivia / bolivie / بوليفيا | la paz / لاباز | bolivian / bolivien / بوليفي
bosnia / bosnie / البوسنة | sarajevo / سراييفو | bosnian / bosnien / بوسني
botswana / بوتسوانا | gaborone / غابورون | botswanan / botswanais / بوتسواني
brazil / brésil / البرازيل | brasilia / برازيليا | brazilian / brésilien / برازيلي
brunei / بروناي | bandar seri begawan / بندر سري بكاوان | bruneian / brunéien / بروناوي
bulgaria / bulgarie / بلغاريا | sofia / صوفيا | bulgarian / bulgare / بلغاري
burkina faso / بوركينا فاسو | ouagadougou / واغادوغو | burkinabe / burkinabé / بوركيني
burundi / بوروندي | gitega / غيتيغا | burundian / burundais / بوروندي
cambodia / cambodge / كمبوديا | phnom penh / بنوم بنه | cambodian / cambodgien / كمبودي
cameroon / cameroun / الكاميرون | yaounde / yaoundé / ياوندي | cameroonian / camerounais / كاميروني
canada / كندا | ottawa / أوتاوا | canadian / canadien / كندي
cape verde / cap-vert / الرأس الأخضر | praia / برايا | cape verdean / cap-verdien / الرأس الأخضر
central african republic / république centrafricaine / جمهورية إفريقيا الوسطى | bangui / بانغي | central african / centrafricain / إفريقيا الوسطى
chad / tchad / تشاد | n'djamena / نجامينا | chadian / tchadien / تشادي
chile / chili / تشيلي | santiago / سانتياغو | chilean / chilien / تشيلي
china / chine / الصين | beijing / pékin / بكين | chinese / chinois / صيني
colombia / colombie / كولومبيا | bogota / بوغوتا | colombian / colombien / كولومبي
comoros / comores / جزر القمر | moroni / موروني | comorian / comorien / قمري
congo / الكونغو | brazzaville / برازافيل | congolese / congolais / كونغولي
costa rica / كوستاريكا | san jose / سان خوسيه | costa rican / costaricien / كوستاريكي
croatia / croatie / كرواتيا | zagreb / زغرب | croatian / croate / كرواتي
cuba / كوبا | havana / la havane / هافانا | cuban / cubain / كوبي
cyprus / chypre / قبرص | nicosia / nicosie / نيقوسيا | cypriot / chypriote / قبرصي
czech republic / république tchèque / جمهورية التشيك | prague / براغ | czech / tchèque / تشيكي
democratic republic of the congo / république démocratique du congo / الكونغو الديمقراطية | kinshasa / كينشاسا | congolese / congolais / كونغولي
denmark / danemark / الدنمارك | copenhagen / copenhague / كوبنهاغن | danish / danois / دنماركي
djibouti / جيبوتي | djibouti / جيبوتي | djiboutian / djiboutien / جيبوتي
dominica / dominique / دومينيكا | roseau / روسو | dominican / dominicain / دومينيكي
dominican republic / république dominicaine / جمهورية الدومينيكان | santo domingo / saint-domingue / سانتو دومينغو | dominican / dominicain / دومينيكاني
ecuador / équateur / الإكوادور | quito / كيتو | ecuadorian / équatorien / إكوادوري
egypt / égypte / مصر | cairo / le caire / القاهرة | egyptian / égyptien / مصري
el salvador / salvador / السلفادور | san salvador / سان سلفادور | salvadoran / salvadorien / سلفادوري
equatorial guinea / guinée équatoriale / غينيا الاستوائية | malabo / مالابو | equatoguinean / équato-guinéen / غينيا الاستوائية
eritrea / érythrée / إريتريا | asmara / أسمرة | eritrean / érythréen / إريتري
estonia / estonie / إستونيا | tallinn / تالين | estonian / estonien / إستوني
eswatini / إسواتيني | mbabane / مبابان | swazi / سوازي
ethiopia / éthiopie / إثيوبيا | addis ababa / addis-abeba / أديس أبابا | ethiopian / éthiopien / إثيوبي
fiji / fidji / فيجي | suva / سوفا | fijian / fidjien / فيجي
finland / finlande / فنلندا | helsinki / هلسنكي | finnish / finlandais / فنلندي
france / فرنسا | paris / باريس | french / français / فرنسي
gabon / الغابون | libreville / ليبرفيل | gabonese / gabonais / غابوني
gambia / gambie / غامبيا | banjul / بانجول | gambian / gambien / غامبي
georgia / géorgie / جورجيا | tbilisi / tbilissi / تبليسي | georgian / géorgien / جورجي
germany / allemagne / ألمانيا | berlin / برلين | german / allemand / ألماني
ghana / غانا | accra / أكرا | ghanaian / ghanéen / غاني
greece / grèce / اليونان | athens / athènes / أثينا | greek / grec / يوناني
grenada / grenade / غرينادا | saint george's / saint-georges / سانت جورجز | grenadian / grenadien / غرينادي
guatemala / غواتيمالا | guatemala city / مدينة غواتيمالا | guatemalan / guatémaltèque / غواتيمالي
guinea / guinée / غينيا | conakry / كوناكري | guinean / guinéen / غيني
guinea-bissau / guinée-bissau / غينيا بيساو | bissau / بيساو | bissau-guinean / bissau-guinéen / غينيا بيساو
guyana / غيانا | georgetown / جورجتاون | guyanese / guyanien / غياني
haiti / haïti / هايتي | port-au-prince / بورت أو برنس | haitian / haïtien / هايتي
honduras / هندوراس | tegucigalpa / تيغوسيغالبا | honduran / hondurien / هندوراسي
hungary / hongrie / المجر | budapest / بودابست | hungarian / hongrois / مجري
iceland / islande / آيسلندا | reykjavik / ريكيافيك | icelandic / islandais / آيسلندي
india / inde / الهند | new delhi / نيودلهي | indian / indien / هندي
indonesia / indonésie / إندونيسيا | jakarta / جاكرتا | indonesian / indonésien / إندونيسي
iran / إيران | tehran / téhéran / طهران | iranian / iranien / إيراني
iraq / irak / العراق | baghdad / bagdad / بغداد | iraqi / irakien / عراقي
ireland / irlande / إيرلندا | dublin / دبلن | irish / irlandais / إيرلندي
israel / israël / إسرائيل | jerusalem / jérusalem / القدس | israeli / israélien / إسرائيلي
italy / italie / إيطاليا | rome / روما | italian / italien / إيطالي
ivory coast / côte d'ivoire / ساحل العاج | yamoussoukro / ياموسوكرو | ivorian / ivoirien / إيفواري
jamaica / jamaïque / جامايكا | kingston / كينغستون | jamaican / jamaïcain / جامايكي
japan / japon / اليابان | tokyo / طوكيو | japanese / japonais / ياباني
jordan / jordanie / الأردن | amman / عمان | jordanian / jordanien / أردني
kazakhstan / كازاخستان | astana / أستانا | kazakh / كازاخي
kenya / كينيا | nairobi / نيروبي | kenyan / كيني
kiribati / كيريباتي | tarawa / تاراوا | kiribati / كيريباتي
kuwait / koweït / الكويت | kuwait city / koweït city / مدينة الكويت | kuwaiti / koweïtien / كويتي
kyrgyzstan / kirghizistan / قيرغيزستان | bishkek / bichkek / بيشكيك | kyrgyz / kirghize / قيرغيزي
laos / لاوس | vientiane / فيينتيان | laotian / laotien / لاوسي
latvia / lettonie / لاتفيا | riga / ريغا | latvian / letton / لاتفي
lebanon / liban / لبنان | beirut / beyrouth / بيروت | lebanese / libanais / لبناني
lesotho / ليسوتو | maseru / ماسيرو | basotho / ليسوتي
liberia / libéria / ليبيريا | monrovia / مونروفيا | liberian / libérien / ليبيري
libya / libye / ليبيا | tripoli / طرابلس | libyan / libyen / ليبي
liechtenstein / ليختنشتاين | vaduz / فادوز | liechtensteiner / liechtensteinois / ليختنشتايني
lithuania / lituanie / ليتوانيا | vilnius / فيلنيوس | lithuanian / lituanien / ليتواني
luxembourg / لوكسمبورغ | luxembourg / لوكسمبورغ | luxembourgish / luxembourgeois / لوكسمبورغي
madagascar / مدغشقر | antananarivo / أنتاناناريفو | malagasy / malgache / مدغشقري
malawi / ملاوي | lilongwe / ليلونغوي | malawian / malawien / ملاوي
malaysia / malaisie / ماليزيا | kuala lumpur / كوالالمبور | malaysian / malaisien / ماليزي
maldives / المالديف | male / malé / ماليه | maldivian / maldivien / مالديفي
mali / مالي | bamako / باماكو | malian / malien / مالي
malta / malte / مالطا | valletta / la valette / فاليتا | maltese / maltais / مالطي
marshall islands / îles marshall / جزر مارشال | majuro / ماجورو | marshallese / marshallais / مارشالي
mauritania / mauritanie / موريتانيا | nouakchott / نواكشوط | mauritanian / mauritanien / موريتاني
mauritius / île maurice / موريشيوس | port louis / بورت لويس | mauritian / mauricien / موريشي
mexico / mexique / المكسيك | mexico city / mexico / مكسيكو | mexican / mexicain / مكسيكي
micronesia / micronésie / ميكرونيزيا | palikir / باليكير | micronesian / micronésien / ميكرونيزي
moldova / moldavie / مولدوفا | chisinau / كيشيناو | moldovan / moldave / مولدوفي
monaco / موناكو | monaco / موناكو | monegasque / monégasque / موناكوي
mongolia / mongolie / منغوليا | ulaanbaatar / oulan-bator / أولان باتور | mongolian / mongol / منغولي
montenegro / monténégro / الجبل الأسود | podgorica / بودغوريتسا | montenegrin / monténégrin / مونتينيغري
morocco / maroc / المغرب | rabat / الرباط | moroccan / marocain / مغربي
mozambique / موزمبيق | maputo / مابوتو | mozambican / mozambicain / موزمبيقي
myanmar / birmanie / ميانمار | naypyidaw / نايبيداو | burmese / birman / بورمي
namibia / namibie / ناميبيا | windhoek / ويندهوك | namibian / namibien / ناميبي
nauru / ناورو | yaren / يارين | nauruan / nauruan / ناوروي
nepal / népal / نيبال | kathmandu / katmandou / كاتماندو | nepalese / népalais / نيبالي
netherlands / pays-bas / هولندا | amsterdam / أمستردام | dutch / néerlandais / هولندي
new zealand / nouvelle-zélande / نيوزيلندا | wellington / ويلينغتون | new zealander / néo-zélandais / نيوزيلندي
nicaragua / نيكاراغوا | managua / ماناغوا | nicaraguan / nicaraguayen / نيكاراغوي
niger / النيجر | niamey / نيامي | nigerien / nigérien / نيجري
nigeria / nigéria / نيجيريا | abuja / أبوجا | nigerian / nigérian / نيجيري
north korea / corée du nord / كوريا الشمالية | pyongyang / بيونغ يانغ | north korean / nord-coréen / كوري شمالي
north macedonia / macédoine du nord / مقدونيا الشمالية | skopje / سكوبيه | macedonian / macédonien / مقدوني
norway / norvège / النرويج | oslo / أوسلو | norwegian / norvégien / نرويجي
oman / عمان | muscat / mascate / مسقط | omani / omanais / عماني
pakistan / باكستان | islamabad / إسلام آباد | pakistani / pakistanais / باكستاني
palau / palaos / بالاو | ngerulmud / نغيرولمود | palauan / palaosien / بالاوي
palestine / فلسطين | ramallah / رام الله | palestinian / palestinien / فلسطيني
panama / بنما | panama city / panama city / بنما سيتي | panamanian / panaméen / بنمي
papua new guinea / papouasie-nouvelle-guinée / بابوا غينيا الجديدة | port moresby / بورت مورسبي | papuan / papou / بابوي
paraguay / باراغواي | asuncion / أسونسيون | paraguayan / paraguayen / باراغوايي
peru / pérou / بيرو | lima / ليما | peruvian / péruvien / بيروفي
philippines / الفلبين | manila / manille / مانيلا | filipino / philippin / فلبيني
poland / pologne / بولندا | warsaw / varsovie / وارسو | polish / polonais / بولندي
portugal / البرتغال | lisbon / lisbonne / لشبونة | portuguese / portugais / برتغالي
qatar / قطر | doha / الدوحة | qatari / qatarien / قطري
romania / roumanie / رومانيا | bucharest / bucarest / بوخارست | romanian / roumain / روماني
russia / russie / روسيا | moscow / moscou / موسكو | russian / russe / روسي
rwanda / رواندا | kigali / كيغالي | rwandan / rwandais / رواندي
saint kitts / saint-kitts / سانت كيتس | basseterre / باستير | kittitian / kittitien / سانت كيتس
saint lucia / sainte-lucie / سانت لوسيا | castries / كاستريس | saint lucian / saint-lucien / سانت لوسيا
saint vincent / saint-vincent / سانت فنسنت | kingstown / كينغزتاون | vincentian / vincentais / سانت فنسنت
samoa / ساموا | apia / آبيا | samoan / سامواني
san marino / saint-marin / سان مارينو | san marino / saint-marin / سان مارينو | sammarinese / saint-marinais / سان مارينو
sao tome / sao tomé / ساو تومي | sao tome / sao tomé / ساو تومي | santomean / santoméen / ساو تومي
saudi arabia / arabie saoudite / السعودية | riyadh / riyad / الرياض | saudi / saoudien / سعودي
senegal / sénégal / السنغال | dakar / داكار | senegalese / sénégalais / سنغالي
serbia / serbie / صربيا | belgrade / بلغراد | serbian / serbe / صربي
seychelles / سيشل | victoria / فيكتوريا | seychellois / seychellois / سيشلي
sierra leone / سيراليون | freetown / فريتاون | sierra leonean / sierra-léonais / سيراليوني
singapore / singapour / سنغافورة | singapore / singapour / سنغافورة | singaporean / singapourien / سنغافوري
slovakia / slovaquie / سلوفاكيا | bratislava / براتيسلافا | slovak / slovaque / سلوفاكي
slovenia / slovénie / سلوفينيا | ljubljana / ليوبليانا | slovenian / slovène / سلوفيني
solomon islands / îles salomon / جزر سليمان | honiara / هونيارا | solomon islander / salomonais / جزر سليمان
somalia / somalie / الصومال | mogadishu / mogadiscio / مقديشو | somali / somalien / صومالي
south africa / afrique du sud / جنوب إفريقيا | pretoria / بريتوريا | south african / sud-africain / جنوب إفريقي
south korea / corée du sud / كوريا الجنوبية | seoul / séoul / سيول | south korean / sud-coréen / كوري جنوبي
south sudan / soudan du sud / جنوب السودان | juba / djouba / جوبا | south sudanese / sud-soudanais / جنوب سوداني
spain / espagne / إسبانيا | madrid / مدريد | spanish / espagnol / إسباني
sri lanka / سريلانكا | colombo / كولومبو | sri lankan / sri-lankais / سريلانكي
sudan / soudan / السودان | khartoum / الخرطوم | sudanese / soudanais / سوداني
suriname / سورينام | paramaribo / باراماريبو | surinamese / surinamais / سورينامي
sweden / suède / السويد | stockholm / ستوكهولم | swedish / suédois / سويدي
switzerland / suisse / سويسرا | bern / berne / برن | swiss / suisse / سويسري
syria / syrie / سوريا | damascus / damas / دمشق | syrian / syrien / سوري
tajikistan / tadjikistan / طاجيكستان | dushanbe / douchanbé / دوشنبه | tajik / tadjik / طاجيكي
tanzania / tanzanie / تنزانيا | dodoma / دودوما | tanzanian / tanzanien / تنزاني
thailand / thaïlande / تايلاند | bangkok / بانكوك | thai / thaïlandais / تايلاندي
timor-leste / timor oriental / تيمور الشرقية | dili / ديلي | timorese / timorais / تيموري
togo / توغو | lome / lomé / لومي | togolese / togolais / توغولي
tonga / تونغا | nuku'alofa / نوكوالوفا | tongan / tonguien / تونغي
trinidad / trinité / ترينيداد | port of spain / port-d'espagne / بورت أوف سبين | trinidadian / trinidadien / ترينيدادي
tunisia / tunisie / تونس | tunis / تونس | tunisian / tunisien / تونسي
turkey / turquie / تركيا | ankara / أنقرة | turkish / turc / تركي
turkmenistan / turkménistan / تركمانستان | ashgabat / achgabat / عشق آباد | turkmen / turkmène / تركماني
tuvalu / توفالو | funafuti / فونافوتي | tuvaluan / tuvaluan / توفالي
uganda / ouganda / أوغندا | kampala / كمبالا | ugandan / ougandais / أوغندي
ukraine / أوكرانيا | kyiv / kiev / كييف | ukrainian / ukrainien / أوكراني
united arab emirates / émirats arabes unis / الإمارات | abu dhabi / abou dhabi / أبو ظبي | emirati / émirati / إماراتي
united kingdom / royaume-uni / المملكة المتحدة | london / londres / لندن | british / britannique / بريطاني
united states / états-unis / الولايات المتحدة | washington / واشنطن | american / américain / أمريكي
uruguay / أوروغواي | montevideo / مونتيفيديو | uruguayan / uruguayen / أوروغوياني
uzbekistan / ouzbékistan / أوزبكستان | tashkent / tachkent / طشقند | uzbek / ouzbek / أوزبكي
vanuatu / فانواتو | port vila / بورت فيلا | vanuatuan / vanuatais / فانواتي
vatican / الفاتيكان | vatican city / cité du vatican / مدينة الفاتيكان | vatican / فاتيكاني
venezuela / فنزويلا | caracas / كاراكاس | venezuelan / vénézuélien / فنزويلي
vietnam / viêt nam / فيتنام | hanoi / hanoï / هانوي | vietnamese / vietnamien / فيتنامي
yemen / yémen / اليمن | sanaa / صنعاء | yemeni / yéménite / يمني
zambia / zambie / زامبيا | lusaka / لوساكا | zambian / zambien / زامبي
zimbabwe / زيمبابوي | harare / هراري | zimbabwean / zimbabwéen / زيمبابوي
`
