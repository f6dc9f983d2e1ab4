import { lazy, type ReactElement, Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router-dom";
import { Frame } from "./components/frame.tsx";
import { Loading } from "./components/states.tsx";
import { ChooseUnit } from "./pages/choose-unit.tsx";
import { Home } from "./pages/home.tsx";
import type { Place } from "./place.ts";
import { UnitContext } from "./unit.ts";

const Drafts = lazy(() => import("./pages/drafts.tsx").then((page) => ({ default: page.Drafts })));
const Draft = lazy(() => import("./pages/draft.tsx").then((page) => ({ default: page.Draft })));
const News = lazy(() => import("./pages/news.tsx").then((page) => ({ default: page.News })));
const MyComments = lazy(() => import("./pages/my-comments.tsx").then((page) => ({ default: page.MyComments })));
const MyData = lazy(() => import("./pages/my-data.tsx").then((page) => ({ default: page.MyData })));
const Topics = lazy(() => import("./pages/topics.tsx").then((page) => ({ default: page.Topics })));
const Report = lazy(() => import("./pages/report.tsx").then((page) => ({ default: page.Report })));
const TownHalls = lazy(() => import("./pages/townhalls.tsx").then((page) => ({ default: page.TownHalls })));
const TownHall = lazy(() => import("./pages/townhalls.tsx").then((page) => ({ default: page.TownHall })));
const Quizzes = lazy(() => import("./pages/quizzes.tsx").then((page) => ({ default: page.Quizzes })));
const Quiz = lazy(() => import("./pages/quiz.tsx").then((page) => ({ default: page.Quiz })));
const Practice = lazy(() => import("./pages/practice.tsx").then((page) => ({ default: page.Practice })));
const Frames = lazy(() => import("./pages/frames.tsx").then((page) => ({ default: page.Frames })));
const About = lazy(() => import("./pages/about.tsx").then((page) => ({ default: page.About })));

/** The first page is in the first script; every other comes when it is opened. */
export const App = ({ place }: { place: Place }): ReactElement => (
  <UnitContext.Provider value={place.unit}>
    <BrowserRouter basename={place.basename} future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
      <Frame>
        <Suspense fallback={<Loading />}>
          {place.unit === "" ? (
            <ChooseUnit />
          ) : (
            <Routes>
              <Route path="/" element={<Home />} />
              <Route path="/tin" element={<News />} />
              <Route path="/du-thao" element={<Drafts />} />
              <Route path="/du-thao/:id" element={<Draft />} />
              <Route path="/y-kien" element={<MyComments />} />
              <Route path="/cua-toi" element={<MyData />} />
              <Route path="/chu-de" element={<Topics />} />
              <Route path="/doi-thoai" element={<TownHalls />} />
              <Route path="/doi-thoai/:id" element={<TownHall />} />
              <Route path="/phan-anh" element={<Report />} />
              <Route path="/thi" element={<Quizzes />} />
              <Route path="/thi/luyen-tap" element={<Practice />} />
              <Route path="/thi/:id" element={<Quiz />} />
              <Route path="/khung" element={<Frames />} />
              <Route path="/gioi-thieu" element={<About />} />
              <Route path="*" element={<Home />} />
            </Routes>
          )}
        </Suspense>
      </Frame>
    </BrowserRouter>
  </UnitContext.Provider>
);
